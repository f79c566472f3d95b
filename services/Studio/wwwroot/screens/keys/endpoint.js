// One endpoint: switched off and on, its secret, what was sent to it.
import { html, useState } from '../../html.js';
import { get, patch, post, remove } from '../../api.js';
import { operates } from '../../app.js';
import { has, t } from '../../texts.js';
import { Button, Confirm, Copy, Notice, ProblemNotice, moment } from '../../parts/basics.js';
import { Deliveries } from './deliveries.js';

const callbacks = 'callbacks', always = '2000-01-01T00:00:00Z'; // The door wants a time from which on; this is before all.

export function Endpoint({ endpoint, onChanged }) {
  const where = `v1/webhooks/${encodeURIComponent(endpoint.id)}`, asked = operates.value && endpoint.id === callbacks ? { query: { tenant: endpoint.tenant } } : {};
  const [secret, setSecret] = useState(null), [problem, setProblem] = useState(null), [said, setSaid] = useState(null), [asking, setAsking] = useState(null), [open, setOpen] = useState(false);
  const act = work => async () => {
    setProblem(null);
    setSaid(null);
    try { await work(); } catch (failure) { setProblem(failure); }
  };
  const show = act(async () => setSecret(secret ? null : await get(`${where}/secret`, asked.query)));
  const rotate = act(async () => { setSecret(await post(`${where}/secret/rotate`, undefined, asked)); setSaid(t('webhooks.rotated')); });
  const turn = act(async () => onChanged(await patch(where, { disabled: !endpoint.disabled })));
  const forget = act(async () => { await remove(where); onChanged(null); });
  const again = act(async () => {
    let count = 0;
    for (let cursor; ;) {
      const answer = await post(`${where}/redeliver`, { created_after: always, cursor }, asked);
      count += answer.redelivered;
      if (!(cursor = answer.next)) break;
    }
    setSaid(t('webhooks.again.done', { count }));
  });
  const sure = { rotate, forget, again };
  return html`<article class="endpoint">
    <h3>${endpoint.url ?? t('webhooks.callbacks')} ${endpoint.disabled && html`<span class="state" data-status="uncertain">${t('webhooks.off')}</span>`}</h3>
    <p class="faint">${[endpoint.description, operates.value && endpoint.tenant, endpoint.events?.join(', ') ?? t('webhooks.all'), moment(endpoint.created_at)].filter(Boolean).join(' · ')}</p>
    ${endpoint.disabled && html`<p>${has(`webhooks.off.${endpoint.disabled_reason}`) ? t(`webhooks.off.${endpoint.disabled_reason}`) : endpoint.disabled_reason}</p>`}
    <${ProblemNotice} problem=${problem} />
    ${said && html`<${Notice} kind="good">${said}<//>`}
    ${secret && html`<p class="row"><code class="long secret">${secret.secret}</code> <${Copy} text=${secret.secret} /></p>
      ${secret.earlier_until && html`<p class="faint">${t('webhooks.earlier', { time: moment(secret.earlier_until) })}</p>`}`}
    <div class="row">
      <${Button} aria-expanded=${open ? 'true' : 'false'} onClick=${() => setOpen(!open)}>${t('webhooks.deliveries')}<//>
      <${Button} aria-expanded=${secret ? 'true' : 'false'} onClick=${show}>${t('webhooks.secret')}<//>
      <${Button} onClick=${() => setAsking('rotate')}>${t('webhooks.rotate')}<//>
      <${Button} onClick=${() => setAsking('again')}>${t('webhooks.again')}<//>
      ${endpoint.id !== callbacks && html`<${Button} onClick=${turn}>${t(endpoint.disabled ? 'webhooks.turnOn' : 'webhooks.turnOff')}<//>
        <${Button} kind="danger" onClick=${() => setAsking('forget')}>${t('webhooks.forget')}<//>`}
    </div>
    ${open && html`<${Deliveries} where=${where} query=${asked.query} />`}
    ${asking && html`<${Confirm} title=${t(`webhooks.${asking}`)} action=${t(`webhooks.${asking}`)} danger=${asking === 'forget'} onClose=${yes => { const work = sure[asking]; setAsking(null); if (yes) work(); }}>
      <p>${endpoint.url}</p><p>${t(`webhooks.${asking}.sure`)}</p><//>`}
  </article>`;
}
