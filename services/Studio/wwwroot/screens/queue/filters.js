// What is looked for. It stands in the address, so that it can be sent to somebody.
import { html, useEffect, useRef, useState } from '../../html.js';
import { get } from '../../api.js';
import { operates } from '../../app.js';
import { refine } from '../../route.js';
import { useStore } from '../../store.js';
import { t } from '../../texts.js';
import { Button, Field } from '../../parts/basics.js';

export const statuses = ['submitting', 'rendering', 'archiving', 'uncertain', 'completed', 'failed', 'cancelled', 'rejected'];
const further = ['label', 'error', 'tenant', 'from', 'to'];

// The parameters of GET /v1/generations that an address of this screen means. Days are those of whoever looks; the last one is in.
export function filterOf({ status, model, tenant, label, error, from, to, search }) {
  const filter = { status, model, tenant, label: label?.includes(':') ? label : undefined, error_code: error, search: search?.trim() ? search.trim() : undefined, created_after: day(from, 0), created_before: day(to, 1) };
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value));
}

function day(text, later) {
  const [year, month, date] = (text ?? '').split('-').map(Number);
  const at = new Date(year, month - 1, date + later);
  return /^\d{4}-\d\d-\d\d$/.test(text ?? '') && !Number.isNaN(at.getTime()) ? at.toISOString() : undefined;
}

export function Filters({ query }) {
  const operator = useStore(operates), [models, setModels] = useState([]), [typed, setTyped] = useState(query.search ?? ''), timer = useRef();
  useEffect(() => { get('v1/models').then(answer => setModels(answer.items.map(item => item.name)), () => {}); }, []);
  useEffect(() => { setTyped(query.search ?? ''); }, [query.search]);
  const search = text => {
    setTyped(text);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => refine({ search: text.trim() }), 300);
  };
  const change = name => event => refine({ [name]: event.target.value.trim() });
  const shown = further.filter(name => name !== 'tenant' || operator);
  const used = ['status', 'model', 'search', ...further].some(name => query[name]);

  return html`<form class="queue-filters" role="search" aria-label=${t('queue.filters')} onSubmit=${event => { event.preventDefault(); clearTimeout(timer.current); refine({ search: typed.trim() }); }}>
    <${Field} id="queue-search" label=${t('queue.search')}>
      ${attributes => html`<input ...${attributes} type="search" maxlength="255" autocomplete="off" spellcheck="false" placeholder=${t('queue.search.example')} value=${typed} onInput=${event => search(event.target.value)} />`}
    <//>
    <${Choice} name="status" value=${query.status} options=${statuses.map(status => [status, t(`status.${status}`)])} onChange=${change('status')} />
    <${Choice} name="model" value=${query.model} options=${[...new Set([...models, query.model].filter(Boolean))].map(model => [model, model])} onChange=${change('model')} />
    <details open=${further.some(name => query[name])}>
      <summary>${t('queue.further')}</summary>
      <div class="queue-further">
        ${shown.map(name => html`<${Field} key=${name} id=${`queue-${name}`} label=${t(`queue.${name}`)} hint=${name === 'label' ? t('queue.label.hint') : undefined}
          findings=${name === 'label' && query.label && !query.label.includes(':') ? [{ severity: 'error', message: t('queue.label.wrong') }] : []}>
          ${attributes => html`<input ...${attributes} type=${name === 'from' || name === 'to' ? 'date' : 'text'} autocomplete="off" spellcheck="false" value=${query[name] ?? ''} onChange=${change(name)} />`}
        <//>`)}
      </div>
    </details>
    ${used && html`<${Button} onClick=${() => { clearTimeout(timer.current); setTyped(''); refine(Object.fromEntries(['status', 'model', 'search', ...further].map(name => [name, '']))); }}>${t('queue.clear')}<//>`}
  </form>`;
}

function Choice({ name, value = '', options, onChange }) {
  return html`<${Field} id=${`queue-${name}`} label=${t(`queue.${name}`)}>
    ${attributes => html`<select ...${attributes} value=${value} onChange=${onChange}>
      <option value="">${t('queue.any')}</option>
      ${options.map(([key, text]) => html`<option key=${key} value=${key} selected=${key === value}>${text}</option>`)}
    </select>`}
  <//>`;
}
