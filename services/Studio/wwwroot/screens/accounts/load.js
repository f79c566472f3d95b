// How many slots of an account were taken, and how often the vendor refused, over the last day: a sample a minute.
import { html } from '../../html.js';
import { get } from '../../api.js';
import { language, t } from '../../texts.js';
import { ProblemNotice, moment } from '../../parts/basics.js';
import { Lines } from '../../parts/charts.js';
import { useAsked } from '../person/section.js';

const gap = 150_000; // Between two samples further apart nothing is known: the line is broken.
const rows = 24; // Of the table: the samples are put together into so many parts.

export function Load({ account }) {
  const { value, problem } = useAsked(() => get(`v1/accounts/${encodeURIComponent(account)}/load`), [account]);
  const samples = value?.samples ?? [];
  if (!value) return html`<${ProblemNotice} problem=${problem} />`;
  if (samples.length < 2) return html`<h4>${t('load.title')}</h4><p class="faint">${t('load.few')}</p>`;
  const clock = at => new Date(at).toLocaleTimeString(language.value, { hour: '2-digit', minute: '2-digit' });
  const line = name => samples.flatMap((sample, at) => {
    const time = Date.parse(sample.at), before = at > 0 ? Date.parse(samples[at - 1].at) : time;
    return [...(time - before > gap ? [[before + 1, null]] : []), [time, sample[name]]];
  });
  const names = ['used', 'of', 'throttles'], sum = name => samples.reduce((total, sample) => total + sample[name], 0);
  return html`<h4>${t('load.title')}</h4>
    <${Lines} lines=${names.map(name => ({ name: t(`load.${name}`), points: line(name) }))} label=${t('load.chart', { account })} first=${clock(samples[0].at)} last=${clock(samples.at(-1).at)} />
    <p class="faint">${t('load.sum', { starts: sum('starts'), throttles: sum('throttles') })}</p>
    <details><summary>${t('spend.table')}</summary><div class="scroll" tabindex="0" role="region" aria-label=${t('table.of', { name: `${account}, ${t('load.title')}` })}><table>
      <thead><tr>${['at', 'used', 'of', 'starts', 'throttles'].map(name => html`<th scope="col" key=${name}>${t(`load.${name}`)}</th>`)}</tr></thead>
      <tbody>${parts(samples).map(part => html`<tr key=${part.at}><td>${moment(part.at)}</td><td>${part.used.toFixed(1)}</td><td>${part.of}</td><td>${part.starts}</td><td>${part.throttles}</td></tr>`)}</tbody>
    </table></div></details>`;
}

// The mean of the slots taken and the sums of the rest, of as many parts as the table has rows.
function parts(samples) {
  const size = Math.max(1, Math.ceil(samples.length / rows)), list = [];
  for (let at = 0; at < samples.length; at += size) {
    const some = samples.slice(at, at + size), sum = name => some.reduce((total, sample) => total + sample[name], 0);
    list.push({ at: some[0].at, used: sum('used') / some.length, of: some.at(-1).of, starts: sum('starts'), throttles: sum('throttles') });
  }
  return list;
}
