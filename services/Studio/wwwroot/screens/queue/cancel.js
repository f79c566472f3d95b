// Cancels one, or all that a filter means after saying how many they are and what it saves.
import { html, useEffect, useState } from '../../html.js';
import { post } from '../../api.js';
import { operates } from '../../app.js';
import { t } from '../../texts.js';
import { Confirm, ProblemNotice, money } from '../../parts/basics.js';
import { short } from './row.js';

export function CancelOne({ row, onClose }) {
  const [discard, setDiscard] = useState(false), runs = row.status === 'rendering';
  const close = async yes => {
    if (!yes) return onClose();
    try {
      await post(`v1/generations/${row.id}/cancel`, { discard });
      onClose(t('queue.asked', { id: short(row.id) }));
    } catch (problem) { onClose(problem); }
  };
  return html`<${Confirm} title=${t('queue.cancel.title', { id: row.client_request_id ?? short(row.id) })} action=${t('queue.cancel.yes')} danger onClose=${close}>
    <p>${t(runs ? 'queue.cancel.runs' : row.status === 'uncertain' ? 'queue.cancel.uncertain' : 'queue.cancel.waits')}</p>
    ${runs && html`<label class="check"><input type="checkbox" checked=${discard} onChange=${event => setDiscard(event.target.checked)} /> ${t('queue.discard')}</label>`}
  <//>`;
}

// What of a filter the door for cancelling knows; null where it names something that can't be cancelled.
export function cancelFilter({ label, error_code, ...rest }) {
  if (error_code || (rest.status && !['accepted', 'submitting', 'uncertain', 'rendering'].includes(rest.status))) return null;
  const [key, ...value] = (label ?? '').split(':');
  return { ...rest, ...(label && { labels: { [key]: value.join(':') } }) };
}

// Asks until all are looked at; the end in time is that of the first answer, so that what comes meanwhile is left alone.
async function throughAll(filter, dry) {
  const sum = { matched: 0, asked: 0, saves: new Map(), before: null };
  for (let cursor; ;) {
    const named = { ...filter, ...(sum.before && { created_before: sum.before }) };
    const answer = await post('v1/generations:cancel', { ...(Object.keys(named).length ? { filter: named } : { all: true }), dry_run: dry, cursor }, { within: 120 });
    sum.matched += answer.matched;
    sum.asked += answer.asked;
    sum.before ??= answer.created_before;
    for (const part of answer.saves ?? []) sum.saves.set(part.currency, (sum.saves.get(part.currency) ?? 0) + Number(part.amount));
    cursor = answer.next;
    if (!cursor) return sum;
  }
}

export function CancelMany({ filter, onClose }) {
  const [found, setFound] = useState(null), [problem, setProblem] = useState(null), [busy, setBusy] = useState(false);
  const named = cancelFilter(filter);
  useEffect(() => { if (named) throughAll(named, true).then(setFound, setProblem); }, []);
  const close = async yes => {
    if (!yes) return onClose();
    setBusy(true);
    try {
      const done = await throughAll({ ...named, created_before: found.before }, false);
      onClose(t('queue.many.done', { count: done.asked }));
    } catch (failure) { onClose(failure); }
  };
  if (busy) return html`<p role="status">${t('queue.many.busy')}</p>`;
  const saves = found && [...found.saves].map(([currency, amount]) => money({ amount, currency })).join(', ');
  return html`<${Confirm} title=${t('queue.many.title')} danger
    action=${found?.matched ? t('queue.many.yes', { count: found.matched }) : named && !found && !problem ? t('queue.many.counting') : null} ready=${Boolean(found?.matched)} onClose=${close}>
    ${!named ? html`<p>${t('queue.many.none')}</p>`
    : problem ? html`<${ProblemNotice} problem=${problem} />`
    : !found ? html`<p role="status">${t('queue.many.counting')}</p>`
    : html`<div role="status">
      <p>${t(found.matched ? 'queue.many.found' : 'queue.many.nothing', { count: found.matched })} ${saves && t('queue.many.saves', { amount: saves })}</p>
      ${found.matched > 0 && html`<p class="faint">${t('queue.many.runs')}</p>
        ${Object.keys(named).length === 0 && html`<p><b>${t(operates.value ? 'queue.many.everybody' : 'queue.many.everything')}</b></p>`}`}
    </div>`}
  <//>`;
}
