// How far the estimates are from what was paid, of those that ended last.
import { html, useEffect, useState } from '../../html.js';
import { get } from '../../api.js';
import { t } from '../../texts.js';
import { ProblemNotice, money } from '../../parts/basics.js';

const of = 200;

// For each model and currency: how many, the sums of the least and the most that was estimated, and of what was paid. Those without a price are left out.
export function compared(items) {
  const rows = new Map();
  for (const { model, cost } of items) {
    const { amount_min: least, amount_max: most } = cost?.estimated ?? {}, paid = cost?.settled?.amount;
    if (!most || !paid || paid.currency !== most.currency) continue;
    const key = `${model}\n${paid.currency}`, row = rows.get(key) ?? { model, currency: paid.currency, count: 0, least: 0, most: 0, paid: 0 };
    row.count++;
    row.least += Number(least?.amount ?? most.amount);
    row.most += Number(most.amount);
    row.paid += Number(paid.amount);
    rows.set(key, row);
  }
  return [...rows.values()].sort((a, b) => b.paid - a.paid);
}

export function Accuracy({ tenant }) {
  const [rows, setRows] = useState(null), [problem, setProblem] = useState(null);
  useEffect(() => {
    let gone = false;
    get('v1/generations', { status: 'completed', tenant, limit: of }).then(page => { if (!gone) { setRows(compared(page.items)); setProblem(null); } }, failure => gone || setProblem(failure));
    return () => { gone = true; };
  }, [tenant]);
  return html`<section class="card" aria-labelledby="accuracy-title"><h2 id="accuracy-title">${t('accuracy.title')}</h2>
    <p class="faint">${t('accuracy.of', { count: of })}</p>
    <${ProblemNotice} problem=${problem} />
    ${rows?.length === 0 && html`<p class="faint">${t('spend.none')}</p>`}
    ${rows?.length > 0 && html`<div class="scroll" tabindex="0" role="region" aria-label=${t('table.of', { name: t('accuracy.title') })}><table>
      <thead><tr>${['queue.model', 'spend.generations', 'accuracy.estimated', 'accuracy.paid', 'accuracy.chart'].map(name => html`<th scope="col" key=${name}>${t(name)}</th>`)}</tr></thead>
      <tbody>${rows.map(row => { const show = value => money({ amount: value, currency: row.currency }); return html`<tr key=${row.model + row.currency}>
        <td>${row.model}</td><td>${row.count}</td><td>${show(row.least)} – ${show(row.most)}</td><td>${show(row.paid)}</td>
        <td><${Range} ...${row} label=${t('accuracy.where', { part: Math.round(100 * row.paid / row.most) })} /></td></tr>`; })}</tbody>
    </table></div>`}
  </section>`;
}

// What was estimated as a bar, what was paid as a mark on it.
function Range({ least, most, paid, label }) {
  const end = Math.max(most, paid) || 1, x = value => value / end * 96;
  return html`<svg class="range" viewBox="0 0 100 12" preserveAspectRatio="none" role="img" aria-label=${label}><title>${label}</title><rect class="ground" width="100" height="12" />
    <rect class="part p0" x=${x(least)} width=${Math.max(1, x(most) - x(least))} y="3" height="6" /><rect class="mark" x=${x(paid)} width="2" height="12" /></svg>`;
}
