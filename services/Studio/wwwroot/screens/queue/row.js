// One generation in the list: state, which one, age, cost, and what is to be known of it now.
import { html, useState } from '../../html.js';
import { patch } from '../../api.js';
import { operates } from '../../app.js';
import { link } from '../../route.js';
import { has, t } from '../../texts.js';
import { Button, State, duration, moment, money, since } from '../../parts/basics.js';

export const columns = () => ['state', 'which', 'age', 'cost', 'why', 'do'].map(name => t(`queue.column.${name}`));
const unfinished = ['accepted', 'submitting', 'rendering', 'uncertain'];
const higher = { low: 'normal', normal: 'high' };

export function Cells({ row, active, place, onCancel, onSaid }) {
  const tab = active ? 0 : -1, [asking, setAsking] = useState(false);
  const raise = async () => {
    setAsking(true);
    try {
      await patch(`v1/generations/${row.id}`, { priority: higher[row.priority] });
      onSaid(t('queue.raised', { id: short(row.id), priority: t(`priority.${higher[row.priority]}`) }));
    } catch (problem) { onSaid(problem); }
    setAsking(false);
  };
  return html`
    <div role="gridcell" class="queue-state"><${State} status=${row.status} />${row.priority !== 'normal' && html`<span class="faint"> ${t(`priority.${row.priority}`)}</span>`}</div>
    <div role="gridcell" class="queue-which"><a tabindex=${tab} href=${link('generation', row.id)} title=${row.id}>${row.client_request_id ?? short(row.id)}</a>
      <span class="faint">${[row.model, operates.value && row.tenant].filter(Boolean).join(' · ')}</span></div>
    <div role="gridcell" class="queue-age" title=${moment(row.created_at)}>${duration(since(row.created_at))}</div>
    <div role="gridcell" class="queue-cost">${cost(row.cost)}</div>
    <div role="gridcell" class="queue-why" title=${place?.waiting_for ?? row.error?.message}>${why(row, place, tab)}</div>
    <div role="gridcell" class="queue-do">
      ${row.status === 'submitting' && higher[row.priority] && html`<${Button} tabindex=${tab} disabled=${asking} aria-label=${t('queue.raise.of', { id: short(row.id) })} title=${t('queue.raise.of', { id: short(row.id) })} onClick=${raise}>↑<//>`}
      ${unfinished.includes(row.status) && html`<${Button} tabindex=${tab} aria-label=${t('queue.cancel.of', { id: short(row.id) })} onClick=${onCancel}>${t('queue.cancel')}<//>`}
    </div>`;
}

// The last part of an id is the part that differs.
export const short = id => `…${id.slice(-8)}`;

function cost(cost) {
  if (!cost) return '';
  if (cost.settled?.amount) return money(cost.settled.amount);
  const most = cost.estimated?.amount_max;
  return most ? t('queue.upTo', { amount: money(most) }) : t('queue.unpriced');
}

function why(row, place, tab) {
  if (row.on_hold) return html`<a tabindex=${tab} href=${link('person')}>${t('queue.decide')}</a>`;
  if (row.error) return `${row.error.code}${row.error.vendor_code ? ` (${row.error.vendor_code})` : ''}`;
  if (row.status === 'archiving' && row.result_expires_at) return t('queue.expires', { time: moment(row.result_expires_at) });
  if (!place) return '';
  const reason = has(`reason.${place.reason}`) ? t(`reason.${place.reason}`) : place.waiting_for ?? '';
  if (!place.position) return reason;
  const begins = place.estimated_start ? t('queue.begins', { time: duration(-since(place.estimated_start)) }) : '';
  return [`${t('queue.place', { place: place.position })}${place.at_least ? '+' : ''}`, reason, begins].filter(Boolean).join(' · ');
}
