// The keys of this installation: listed, made, revoked. For operators.
import { html, useState } from '../../html.js';
import { remove } from '../../api.js';
import { operates } from '../../app.js';
import { useStore } from '../../store.js';
import { t } from '../../texts.js';
import { Button, Confirm, Notice, ProblemNotice, moment } from '../../parts/basics.js';
import { Rest, usePages } from '../../parts/pages.js';
import { NewKey } from './new-key.js';

export function Keys({ query }) {
  const operator = useStore(operates);
  return html`<section class="card" aria-labelledby="keys-title"><h2 id="keys-title">${t('keys.title')}</h2>
    ${operator === false ? html`<${Notice}>${t('keys.operator')}<//>` : operator && html`<${List} tenant=${query.tenant} />`}
  </section>`;
}

function List({ tenant }) {
  const pages = usePages('v1/keys', { tenant }), [making, setMaking] = useState(false), [asking, setAsking] = useState(null), [problem, setProblem] = useState(null);
  const revoke = async (key, yes) => {
    setAsking(null);
    if (!yes) return;
    try {
      await remove(`v1/keys/${key.id}`);
      pages.put(key.id, { ...key, revoked_at: new Date().toISOString() });
      setProblem(null);
    } catch (failure) { setProblem(failure); }
  };
  return html`<p class="faint">${t('keys.what')}</p>
    ${making ? html`<${NewKey} first=${pages.items?.length === 0} onMade=${pages.again} onClose=${() => setMaking(false)} />` : html`<${Button} kind="primary" disabled=${!pages.items} onClick=${() => setMaking(true)}>${t('keys.new')}<//>`}
    <${ProblemNotice} problem=${problem} />
    ${pages.items?.length > 0 && html`<div class="scroll" tabindex="0" role="region" aria-label=${t('table.of', { name: t('keys.title') })}><table>
      <thead><tr>${['keys.name', 'queue.tenant', 'keys.scopes', 'queue.status', 'keys.used', 'queue.column.do'].map(name => html`<th scope="col" key=${name}>${t(name)}</th>`)}</tr></thead>
      <tbody>${pages.items.map(key => html`<tr key=${key.id}><td>${key.name}<br /><code class="faint">${key.id}</code></td><td>${key.tenant}</td><td>${key.scopes.join(', ')}</td>
        <td>${state(key)}</td><td>${key.last_used_at ? moment(key.last_used_at) : t('keys.never')}</td>
        <td>${!key.revoked_at && html`<${Button} kind="danger" aria-label=${t('keys.revoke.of', { name: key.name })} onClick=${() => setAsking(key)}>${t('keys.revoke')}<//>`}</td></tr>`)}</tbody>
    </table></div>`}
    <${Rest} pages=${pages} />
    ${asking && html`<${Confirm} title=${t('keys.revoke.of', { name: asking.name })} action=${t('keys.revoke')} danger onClose=${yes => revoke(asking, yes)}><p>${t('keys.revoke.sure')}</p><//>`}`;
}

function state(key) {
  if (key.revoked_at) return t('keys.revoked', { time: moment(key.revoked_at) });
  if (!key.expires_at) return t('keys.good');
  return t(Date.parse(key.expires_at) < Date.now() ? 'keys.expired' : 'keys.until', { time: moment(key.expires_at) });
}
