// Endpoints that are told what becomes of generations.
import { html, useState } from '../../html.js';
import { post } from '../../api.js';
import { t } from '../../texts.js';
import { operates } from '../../app.js';
import { Button, Copy, Field, Notice, ProblemNotice } from '../../parts/basics.js';
import { Rest, usePages } from '../../parts/pages.js';
import { Endpoint } from './endpoint.js';

export const events = ['completed', 'failed', 'cancelled', 'rejected', 'uncertain', 'archiving_at_risk'].map(name => `generation.${name}`);

export function Webhooks({ query }) {
  const pages = usePages('v1/webhooks', { tenant: query.tenant }), [making, setMaking] = useState(false);
  return html`<section class="card" aria-labelledby="webhooks-title"><h2 id="webhooks-title">${t('webhooks.title')}</h2>
    <p class="faint">${t('webhooks.what')}</p>
    ${making ? html`<${NewEndpoint} onMade=${pages.again} onClose=${() => setMaking(false)} />`
    : pages.problem?.status !== 403 && html`<${Button} kind="primary" onClick=${() => setMaking(true)}>${t('webhooks.new')}<//>`}
    ${pages.items?.map(endpoint => html`<${Endpoint} key=${endpoint.id} endpoint=${endpoint} onChanged=${changed => pages.put(endpoint.id, changed)} />`)}
    <${Rest} pages=${pages} />
  </section>`;
}

// Which events are heard; all of them is none named.
export function Events({ chosen, onChange }) {
  return html`<fieldset class="choices-of"><legend>${t('webhooks.events')}</legend>
    ${events.map(name => html`<label key=${name} class="check"><input type="checkbox" checked=${chosen.includes(name)} onChange=${event => onChange(event.target.checked ? [...chosen, name] : chosen.filter(other => other !== name))} /> <code>${name}</code></label>`)}
  </fieldset>`;
}

function NewEndpoint({ onMade, onClose }) {
  const [url, setUrl] = useState(''), [description, setDescription] = useState(''), [tenant, setTenant] = useState(''), [chosen, setChosen] = useState(events);
  const [busy, setBusy] = useState(false), [problem, setProblem] = useState(null), [made, setMade] = useState(null);
  const make = async event => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setProblem(null);
    try {
      setMade(await post('v1/webhooks', {
        url: url.trim(), ...(description.trim() && { description: description.trim() }), ...(tenant.trim() && { tenant: tenant.trim() }),
        ...(chosen.length < events.length && { events: events.filter(name => chosen.includes(name)) }),
      }));
      onMade();
    } catch (failure) { setProblem(failure); }
    setBusy(false);
  };
  const of = pointer => (problem?.findings ?? []).filter(finding => finding.pointer?.startsWith(pointer));
  if (made) {
    return html`<div class="made"><${Notice} kind="good">${t('webhooks.made')}<//>
      <p class="row"><code class="long secret">${made.secret}</code> <${Copy} text=${made.secret} /></p><${Button} onClick=${onClose}>${t('close')}<//></div>`;
  }
  return html`<form class="made" onSubmit=${make}>
    <${Field} id="hook-url" label=${t('webhooks.url')} hint=${t('webhooks.url.hint')} findings=${of('/url')}>${attributes => html`<input ...${attributes} type="url" required maxlength="2048" spellcheck="false" value=${url} onInput=${event => setUrl(event.target.value)} />`}<//>
    <${Field} id="hook-description" label=${t('webhooks.description')} findings=${of('/description')}>${attributes => html`<input ...${attributes} maxlength="256" value=${description} onInput=${event => setDescription(event.target.value)} />`}<//>
    ${operates.value && html`<${Field} id="hook-tenant" label=${t('queue.tenant')} hint=${t('webhooks.tenant.hint')} findings=${of('/tenant')}>${attributes => html`<input ...${attributes} maxlength="64" spellcheck="false" value=${tenant} onInput=${event => setTenant(event.target.value)} />`}<//>`}
    <${Events} chosen=${chosen} onChange=${setChosen} />
    <${ProblemNotice} problem=${problem} />
    <div class="row"><button class="button primary" disabled=${busy || chosen.length === 0}>${t('webhooks.make')}</button> <${Button} onClick=${onClose}>${t('cancel')}<//></div>
  </form>`;
}
