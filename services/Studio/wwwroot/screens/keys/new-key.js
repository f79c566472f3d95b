// Makes a key and shows it, this once.
import { html, useState } from '../../html.js';
import { key as own, post, useKey } from '../../api.js';
import { t } from '../../texts.js';
import { Button, Copy, Field, Notice, ProblemNotice } from '../../parts/basics.js';

const scopes = ['create', 'read', 'cancel', 'operate'], days = ['', 7, 30, 90, 365];

// first: there is no key yet, so that from now on everybody needs one, this page too.
export function NewKey({ first, onMade, onClose }) {
  const [name, setName] = useState(''), [tenant, setTenant] = useState('default'), [chosen, setChosen] = useState(first ? scopes : scopes.slice(0, 3)), [lasts, setLasts] = useState('');
  const [busy, setBusy] = useState(false), [problem, setProblem] = useState(null), [made, setMade] = useState(null), [used, setUsed] = useState(false);
  const make = async event => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setProblem(null);
    try {
      const key = await post('v1/keys', { name: name.trim(), tenant: tenant.trim(), scopes: scopes.filter(scope => chosen.includes(scope)), ...(lasts && { expires_in: lasts * 86_400 }) });
      setMade(key);
      if (!own.value) { useKey(key.key); setUsed(true); } // Without it this page would be shut out within two seconds.
      onMade();
    } catch (failure) { setProblem(failure); }
    setBusy(false);
  };
  const of = pointer => (problem?.findings ?? []).filter(finding => finding.pointer?.startsWith(pointer));
  if (made) {
    return html`<div class="made" role="group" aria-label=${t('keys.made', { name: made.name })}><${Notice} kind="good">${t('keys.made', { name: made.name })} ${used && t('keys.inUse')}<//>
      <p class="row"><code class="long secret">${made.key}</code> <${Copy} text=${made.key} /></p>
      <${Button} onClick=${onClose}>${t('keys.copied')}<//></div>`;
  }
  return html`<form class="made" onSubmit=${make}>
    ${first && html`<${Notice} kind="warning">${t('keys.first')}<//>`}
    <${Field} id="key-name" label=${t('keys.name')} hint=${t('keys.name.hint')} findings=${of('/name')}>${attributes => html`<input ...${attributes} required maxlength="64" value=${name} onInput=${event => setName(event.target.value)} />`}<//>
    <${Field} id="key-tenant" label=${t('queue.tenant')} hint=${t('keys.tenant.hint')} findings=${of('/tenant')}>${attributes => html`<input ...${attributes} required maxlength="64" pattern="[A-Za-z0-9._\\-]+" spellcheck="false" value=${tenant} onInput=${event => setTenant(event.target.value)} />`}<//>
    <fieldset class="choices-of"><legend>${t('keys.scopes')}</legend>
      ${scopes.map(scope => html`<label key=${scope} class="check"><input type="checkbox" checked=${chosen.includes(scope)} onChange=${event => setChosen(event.target.checked ? [...chosen, scope] : chosen.filter(other => other !== scope))} /> <b>${scope}</b> ${t(`keys.scope.${scope}`)}</label>`)}
    </fieldset>
    <${Field} id="key-days" label=${t('keys.lasts')} findings=${of('/expires_in')}>${attributes => html`<select ...${attributes} value=${lasts} onChange=${event => setLasts(event.target.value)}>
      ${days.map(count => html`<option key=${count} value=${count}>${count ? t('keys.days', { count }) : t('keys.noEnd')}</option>`)}</select>`}<//>
    <${ProblemNotice} problem=${problem} />
    <div class="row"><button class="button primary" disabled=${busy || chosen.length === 0}>${t('keys.make')}</button> <${Button} onClick=${onClose}>${t('cancel')}<//></div>
  </form>`;
}
