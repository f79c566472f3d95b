// What the accounts may still do, and what was spent on what.
import { html } from '../html.js';
import { operates } from '../app.js';
import { useStore } from '../store.js';
import { t } from '../texts.js';
import { sheet } from '../parts/sheet.js';
import { Accounts } from './accounts/accounts.js';
import { Limits } from './accounts/limits.js';
import { Accuracy } from './accounts/accuracy.js';
import { Spend } from './accounts/spend.js';

await sheet('screens/accounts.css');

export default function Screen({ query }) {
  const operator = useStore(operates);
  return html`<h1>${t('screen.accounts')}</h1>
    ${operator && html`<${Accounts} />`}
    <${Spend} query=${query} operator=${operator} />
    <${Accuracy} tenant=${query.tenant} />
    <${Limits} tenant=${query.tenant} />`;
}
