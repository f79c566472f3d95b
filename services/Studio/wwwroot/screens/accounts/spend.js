// What was spent, by day, and by model or tenant, as a chart for each currency and as a table.
import { html, useEffect, useState } from '../../html.js';
import { get } from '../../api.js';
import { refine } from '../../route.js';
import { language, t } from '../../texts.js';
import { Field, ProblemNotice, money } from '../../parts/basics.js';
import { Bars } from '../../parts/charts.js';

const shown = 6; // Parts of a bar; what is less is one part together.

export function Spend({ query, operator }) {
  const by = query.by === 'tenant' && operator ? 'tenant' : 'model';
  const from = /^\d{4}-\d\d-\d\d$/.test(query.from ?? '') ? query.from : daysAgo(29), to = /^\d{4}-\d\d-\d\d$/.test(query.to ?? '') ? query.to : daysAgo(0);
  const [usage, setUsage] = useState(null), [problem, setProblem] = useState(null);
  useEffect(() => {
    let gone = false;
    get('v1/usage', { from, to, group_by: `day,${by}`, tenant: query.tenant }).then(answer => { if (!gone) { setUsage(answer); setProblem(null); } }, failure => gone || setProblem(failure));
    return () => { gone = true; };
  }, [from, to, by, query.tenant]);
  const change = name => event => refine({ [name]: event.target.value.trim() });
  const currencies = [...new Set((usage?.items ?? []).map(item => (item.settled ?? item.held)?.currency).filter(Boolean))];

  return html`<section class="card" aria-labelledby="spend-title"><h2 id="spend-title">${t('spend.title')}</h2>
    <div class="spend-choice">
      <${Field} id="spend-from" label=${t('spend.from')}>${attributes => html`<input ...${attributes} type="date" value=${from} max=${to} onChange=${change('from')} />`}<//>
      <${Field} id="spend-to" label=${t('spend.to')}>${attributes => html`<input ...${attributes} type="date" value=${to} min=${from} onChange=${change('to')} />`}<//>
      ${operator && html`<${Field} id="spend-by" label=${t('spend.by')}>${attributes => html`<select ...${attributes} value=${by} onChange=${change('by')}>
        ${['model', 'tenant'].map(name => html`<option key=${name} value=${name} selected=${name === by}>${t(`queue.${name}`)}</option>`)}</select>`}<//>
      <${Field} id="spend-tenant" label=${t('queue.tenant')}>${attributes => html`<input ...${attributes} type="text" autocomplete="off" spellcheck="false" value=${query.tenant ?? ''} onChange=${change('tenant')} />`}<//>`}
    </div>
    <${ProblemNotice} problem=${problem} />
    ${usage && usage.items.length === 0 && html`<p class="faint">${t('spend.none')}</p>`}
    ${currencies.map(currency => html`<${Chart} key=${currency} items=${usage.items} by=${by} currency=${currency} from=${from} to=${to} />`)}
    ${usage?.items.length > 0 && html`<${Table} items=${usage.items} by=${by} />`}
  </section>`;
}

// Days are those of UTC, as the usage counts them.
function daysAgo(days) { return new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10); }
function* daysOf(from, to) {
  for (let at = Date.parse(from), count = 0; at <= Date.parse(to) && count < 400; at += 86_400_000, count++) yield new Date(at).toISOString().slice(0, 10);
}

const amount = (item, currency) => [item.settled, item.held].reduce((sum, part) => sum + (part?.currency === currency ? Number(part.amount) : 0), 0);

function Chart({ items, by, currency, from, to }) {
  const sums = new Map();
  for (const item of items) sums.set(item[by], (sums.get(item[by]) ?? 0) + amount(item, currency));
  const names = [...sums].sort((a, b) => b[1] - a[1]).map(([name]) => name), kept = names.length > shown ? names.slice(0, shown - 1) : names;
  const days = new Map([...daysOf(from, to)].map(day => [day, Array(kept.length + (names.length > shown ? 1 : 0)).fill(0)]));
  for (const item of items) {
    const values = days.get(item.day), at = kept.indexOf(item[by]);
    if (values) values[at < 0 ? values.length - 1 : at] += amount(item, currency);
  }
  const show = value => new Intl.NumberFormat(language.value, { notation: 'compact', maximumFractionDigits: 1 }).format(value);
  return html`<h3>${t('spend.perDay', { currency })}</h3>
    <${Bars} rows=${[...days].map(([name, values]) => ({ name, values }))} names=${names.length > shown ? [...kept, t('spend.others')] : kept} label=${t('spend.chart', { currency })} show=${show} />`;
}

function Table({ items, by }) {
  const rows = [...items].sort((a, b) => b.day.localeCompare(a.day) || String(a[by]).localeCompare(String(b[by])));
  return html`<details><summary>${t('spend.table')}</summary><div class="scroll tall" tabindex="0" role="region" aria-label=${t('spend.table')}><table>
    <thead><tr>${['spend.day', `queue.${by}`, 'spend.generations', 'spend.seconds', 'spend.settled', 'spend.held', 'spend.unknown'].map(name => html`<th scope="col" key=${name}>${t(name)}</th>`)}</tr></thead>
    <tbody>${rows.map((row, at) => html`<tr key=${at}><td>${row.day}</td><td>${row[by]}</td><td>${row.generations}</td><td>${row.seconds}</td><td>${money(row.settled)}</td><td>${money(row.held)}</td><td>${row.unknown || ''}</td></tr>`)}</tbody>
  </table></div></details>`;
}
