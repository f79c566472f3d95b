// Our own fields beside `model`: the ones that a request may have and need not.
import { html } from '../html.js';
import { t } from '../texts.js';
import { Button, Field, Findings } from './basics.js';

const texts = ['client_request_id', 'callback_url'];

export function OwnFields({ draft, operator, findingsOf, change }) {
  const { own, labels } = draft;
  const set = (name, value) => change({ own: { ...own, [name]: value } });
  const setLabel = (index, values) => change({ labels: labels.map((label, at) => at === index ? { ...label, ...values } : label) });
  const text = name => html`<${Field} key=${name} id=${`own-${name}`} label=${t(`own.${name}`)} hint=${t(`own.${name}.hint`)} findings=${findingsOf(`/${name}`)}>
    ${attributes => html`<input ...${attributes} value=${own[name] ?? ''} spellcheck="false" onInput=${event => set(name, event.target.value)} />`}<//>`;
  return html`<div class="parameters">
      <${Field} id="own-priority" label=${t('own.priority')} findings=${findingsOf('/priority')}>
        ${attributes => html`<select ...${attributes} value=${own.priority ?? ''} onChange=${event => set('priority', event.target.value)}>
          ${['high', '', 'low'].map(value => html`<option key=${value} value=${value}>${t(`priority.${value || 'normal'}`)}</option>`)}</select>`}
      <//>
      <${Field} id="own-start_by" label=${t('own.start_by')} hint=${t('own.start_by.hint')} findings=${findingsOf('/start_by')}>
        ${attributes => html`<input ...${attributes} type="datetime-local" value=${own.start_by ?? ''} onInput=${event => set('start_by', event.target.value)} />`}
      <//>
      ${operator !== false && text('tenant')}
      ${texts.map(text)}
    </div>
    <label class="check"><input type="checkbox" checked=${!!own.strict} onChange=${event => set('strict', event.target.checked)} /> ${t('own.strict')}</label>
    <fieldset class="labels"><legend>${t('own.labels')}</legend>
      ${labels.map((label, index) => html`<div class="row" key=${index}>
        <input aria-label=${t('own.label.key', { number: index + 1 })} placeholder=${t('own.label.keyWord')} value=${label.key} onInput=${event => setLabel(index, { key: event.target.value })} />
        <input aria-label=${t('own.label.value', { number: index + 1 })} placeholder=${t('own.label.valueWord')} value=${label.value} onInput=${event => setLabel(index, { value: event.target.value })} />
        <${Button} aria-label=${t('own.label.remove', { number: index + 1 })} onClick=${() => change({ labels: labels.filter((_, at) => at !== index) })}>✕<//>
      </div>`)}
      <${Findings} findings=${findingsOf('/metadata')} />
      <${Button} onClick=${() => change({ labels: [...labels, { key: '', value: '' }] })}>${t('own.label.add')}<//>
    </fieldset>`;
}
