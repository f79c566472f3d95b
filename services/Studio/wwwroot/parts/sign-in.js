// Asks for a key.
import { html, useState } from '../html.js';
import { refused, useKey } from '../api.js';
import { t, has } from '../texts.js';
import { Button, Field, Notice } from './basics.js';

export function SignIn({ reason }) {
  const [value, setValue] = useState(''), [remember, setRemember] = useState(false);
  const enter = event => {
    event.preventDefault();
    if (value.trim()) useKey(value.trim(), remember);
  };
  return html`<form class="card narrow" onSubmit=${enter}>
    <h1>${t('key.title')}</h1>
    ${has(`key.${reason.code}`) ? html`<${Notice} kind="warning">${t(`key.${reason.code}`)}<//>` : reason.message && html`<${Notice} kind="warning">${reason.message}<//>`}
    <${Field} id="key" label=${t('key.label')} hint=${t('key.hint')}>
      ${attributes => html`<input ...${attributes} type="password" autocomplete="off" spellcheck="false" value=${value} onInput=${event => setValue(event.target.value)} />`}
    <//>
    <label class="check"><input type="checkbox" checked=${remember} onChange=${event => setRemember(event.target.checked)} /> ${t('key.remember')}</label>
    <details><summary>${t('key.none')}</summary><p>${t('key.none.what')}</p><pre tabindex="0">./wan keys add NAME --tenant default --scopes create,read,cancel,operate</pre><p>${t('key.none.after')}</p></details>
    <div class="row end">
      ${reason.code === 'asked' && html`<${Button} onClick=${() => refused.set(null)}>${t('cancel')}<//>`}
      <button class="button primary" type="submit">${t('key.enter')}</button>
    </div>
  </form>`;
}
