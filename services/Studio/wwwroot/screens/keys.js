// Who may ask, and who is told: keys, and endpoints for webhooks.
import { html } from '../html.js';
import { t } from '../texts.js';
import { sheet } from '../parts/sheet.js';
import { Keys } from './keys/keys.js';
import { Webhooks } from './keys/webhooks.js';

await sheet('screens/keys.css');

export default function Screen({ query }) {
  return html`<h1>${t('screen.keys')}</h1><${Keys} query=${query} /><${Webhooks} query=${query} />`;
}
