import { html } from '../html.js';
import { t } from '../texts.js';

export default function Screen() {
  return html`<h1>${t('screen.accounts')}</h1>`;
}
