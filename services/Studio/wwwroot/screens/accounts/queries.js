// How many queries an account has to learn which tasks have ended, and how many were made over the last day: a sample a minute.
import { html } from '../../html.js';
import { get } from '../../api.js';
import { language, t } from '../../texts.js';
import { ProblemNotice, duration, moment, since } from '../../parts/basics.js';
import { Lines } from '../../parts/charts.js';
import { useAsked } from '../person/section.js';

const gap = 150_000; // As of the slots: between two samples further apart nothing is known.
const rows = 24;

export function Queries({ account }) {
  const { value, problem } = useAsked(() => get(`v1/accounts/${encodeURIComponent(account)}/queries`), [account]);
  const title = html`<h4>${t('queries.title')}</h4>`;
  if (!value) return problem && html`${title}<${ProblemNotice} problem=${problem} />`;
  const clock = at => new Date(at).toLocaleTimeString(language.value, { hour: '2-digit', minute: '2-digit' });
  const figure = number => number.toLocaleString(language.value, { maximumFractionDigits: 1 });
  const rates = value.samples.slice(1).map((sample, at) => ({ ...sample, seconds: (Date.parse(sample.at) - Date.parse(value.samples[at].at)) / 1000 })).filter(sample => sample.seconds > 0);
  const line = read => rates.flatMap(sample => { const time = Date.parse(sample.at); return [...(sample.seconds * 1000 > gap ? [[time - 1, null]] : []), [time, read(sample)]]; });
  const sum = (list, name) => list.reduce((total, sample) => total + sample[name], 0), last = rates.at(-1);
  return html`${title}
    <p>${t('queries.budget', { allowed: figure(value.allowed), of: figure(value.watching_per_second), all: figure(value.queries_per_second) })} ${t('queries.watched', { count: value.watched })}
      ${last && html` ${t('queries.last', { count: figure(last.queries / last.seconds) })}`}</p>
    ${value.paused && html`<p class="notice warning">${t(`queries.paused.${value.paused.reason}`)} ${t('queries.until', { time: duration(-since(value.paused.until)) })}</p>`}
    ${rates.length < 2 ? html`<p class="faint">${t('queries.few')}</p>` : html`
      <${Lines} lines=${[{ name: t('queries.made'), points: line(sample => sample.queries / sample.seconds) }, { name: t('queries.allowed'), points: line(sample => sample.allowed) }]}
        label=${t('queries.chart', { account })} first=${clock(rates[0].at)} last=${clock(last.at)} show=${figure} />
      <p class="faint">${t('queries.sum', { queries: sum(rates, 'queries'), throttles: sum(rates, 'throttles') })}</p>
      <details><summary>${t('spend.table')}</summary><div class="scroll" tabindex="0" role="region" aria-label=${t('table.of', { name: `${account}, ${t('queries.title')}` })}><table>
        <thead><tr>${['load.at', 'queries.made', 'queries.allowed', 'queries.throttles', 'queries.tasks'].map(name => html`<th scope="col" key=${name}>${t(name)}</th>`)}</tr></thead>
        <tbody>${parts(rates).map(part => html`<tr key=${part.at}><td>${moment(part.at)}</td><td>${figure(part.rate)}</td><td>${figure(part.allowed)}</td><td>${part.throttles}</td><td>${part.watched}</td></tr>`)}</tbody>
      </table></div></details>`}`;

  // Of as many parts as the table has rows: the mean of the queries a second, the sum of the refusals, the rest as it was last.
  function parts(samples) {
    const size = Math.max(1, Math.ceil(samples.length / rows)), list = [];
    for (let at = 0; at < samples.length; at += size) {
      const some = samples.slice(at, at + size);
      list.push({ at: some[0].at, rate: sum(some, 'queries') / sum(some, 'seconds'), allowed: some.at(-1).allowed, throttles: sum(some, 'throttles'), watched: some.at(-1).watched });
    }
    return list;
  }
}
