// The request to be copied, as a program would send it.
import { html } from '../html.js';
import { key } from '../api.js';
import { samples } from '../forms/samples.js';
import { useStore } from '../store.js';
import { t } from '../texts.js';
import { Copy } from './basics.js';

export function Samples({ request }) {
  const withKey = !!useStore(key);
  return html`${Object.entries(samples).map(([name, write]) => html`<${Copy} key=${name} text=${() => write(request, withKey)} label=${t('new.copyAs', { name })} />`)}`;
}
