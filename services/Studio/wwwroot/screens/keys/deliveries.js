// What was sent to an endpoint, and what became of it; each can be sent again.
import { html, useState } from '../../html.js';
import { post } from '../../api.js';
import { link } from '../../route.js';
import { t } from '../../texts.js';
import { Button, Notice, ProblemNotice, moment } from '../../parts/basics.js';
import { Rest, usePages } from '../../parts/pages.js';

const statuses = ['', 'pending', 'delivered', 'failed', 'held'];

export function Deliveries({ where, query }) {
  const [status, setStatus] = useState(''), pages = usePages(`${where}/deliveries`, { ...query, status, limit: 50 }), [said, setSaid] = useState(null), [problem, setProblem] = useState(null);
  const again = async delivery => {
    setProblem(null);
    try {
      pages.put(delivery.id, await post(`${where}/deliveries/${encodeURIComponent(delivery.id)}/redeliver`, undefined, { query }));
      setSaid(t('webhooks.one.done'));
    } catch (failure) { setSaid(null); setProblem(failure); }
  };
  return html`<div class="deliveries">
    <div class="row"><label>${t('queue.status')} <select value=${status} onChange=${event => setStatus(event.target.value)}>${statuses.map(name => html`<option key=${name} value=${name}>${name ? t(`delivery.${name}`) : t('queue.any')}</option>`)}</select></label>
      <${Button} onClick=${pages.again}>${t('reload')}<//></div>
    ${said && html`<${Notice} kind="good">${said}<//>`}
    <${ProblemNotice} problem=${problem} />
    ${pages.items?.length > 0 && html`<div class="scroll" tabindex="0" role="region" aria-label=${t('webhooks.deliveries')}><table>
      <thead><tr>${['webhooks.event', 'queue.column.which', 'webhooks.when', 'queue.status', 'webhooks.attempts', 'queue.column.do'].map(name => html`<th scope="col" key=${name}>${t(name)}</th>`)}</tr></thead>
      <tbody>${pages.items.map(delivery => { const last = delivery.attempts?.at(-1); return html`<tr key=${delivery.id}><td>${delivery.type}</td>
        <td><a href=${link('generation', delivery.generation_id)}>…${delivery.generation_id.slice(-8)}</a></td><td>${moment(delivery.timestamp)}</td>
        <td>${t(`delivery.${delivery.status}`)}${delivery.next_attempt_at && html`<br /><span class="faint">${moment(delivery.next_attempt_at)}</span>`}</td>
        <td>${delivery.attempts?.length ?? 0}${last && html`<br /><span class="faint">${[last.outcome, last.status, last.detail].filter(Boolean).join(' · ')}</span>`}</td>
        <td><${Button} aria-label=${t('webhooks.one.of', { id: delivery.id })} onClick=${() => again(delivery)}>${t('webhooks.one')}<//></td></tr>`; })}</tbody>
    </table></div>`}
    <${Rest} pages=${pages} />
  </div>`;
}
