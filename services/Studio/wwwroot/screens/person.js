// All that goes on by itself only once somebody has done or decided something.
import { html } from '../html.js';
import { operates } from '../app.js';
import { useStore } from '../store.js';
import { t } from '../texts.js';
import { sheet } from '../parts/sheet.js';
import { Archive } from './person/archive.js';
import { DeadLetters } from './person/dead-letters.js';
import { Paused } from './person/paused.js';
import { Expiring, Quarantined, Unarchived, Uncertain } from './person/generations.js';

await sheet('screens/person.css');

export default function Person() {
  const operator = useStore(operates);
  return html`<h1>${t('screen.person')}</h1>
    <${Uncertain} />
    ${operator && html`<${Paused} />`}
    <${Expiring} />
    <${Unarchived} />
    <${Quarantined} />
    ${operator && html`<${DeadLetters} />`}
    <${Archive} operator=${operator} />`;
}
