// Messages between the services that nobody handles any more: how many lie where, the first of each queue when it is asked for, and moving them back.
import { html, useState } from '../../html.js';
import { get, post } from '../../api.js';
import { t } from '../../texts.js';
import { Button, Confirm, Notice, ProblemNotice, bytes, moment } from '../../parts/basics.js';
import { Section, useAsked } from './section.js';

const seldom = 300_000; // The broker writes a line into its log for each queue that is not there.

export function DeadLetters() {
  const { value, problem, read } = useAsked(() => get('v1/dead-letters'), [], seldom);
  const [said, setSaid] = useState(null);
  return html`<${Section} name="dead" none=${t(value?.bus === 'in_memory' ? 'person.dead.memory' : 'person.dead.none')} count=${value?.queues.length} problem=${problem} onAgain=${read}>
    <p>${t('person.dead.why')}</p>
    ${value?.queues.map(queue => html`<${Queue} key=${queue.name} queue=${queue} onMoved=${moved => { setSaid(moved); read(); }} />`)}
  <//>
  ${said && html`<${Notice} kind="good">${t('person.dead.moved', said)}<//>`}`;
}

function Queue({ queue, onMoved }) {
  const [first, setFirst] = useState(null), [sure, setSure] = useState(false), [busy, setBusy] = useState(false), [problem, setProblem] = useState(null);
  const where = `v1/dead-letters/${encodeURIComponent(queue.name)}`;
  const doing = async work => {
    setBusy(true);
    setProblem(null);
    try { await work(); } catch (failure) { setProblem(failure); }
    setBusy(false);
  };
  const moveBack = yes => {
    setSure(false);
    if (yes) doing(async () => { onMoved(await post(`${where}/move-back`)); setFirst(null); });
  };
  return html`<article class="needs"><h3>${queue.name}</h3>
    <p>${t('person.dead.count', { count: queue.messages })}</p>
    <${ProblemNotice} problem=${problem} />
    ${first && html`<${Letter} letter=${first} />`}
    <div class="row">
      <${Button} disabled=${busy} aria-label=${t('person.dead.of', { action: t(first ? 'person.dead.next' : 'person.dead.first'), queue: queue.name })} onClick=${() => doing(async () => setFirst(await get(`${where}/first`)))}>${t(first ? 'person.dead.next' : 'person.dead.first')}<//>
      <${Button} disabled=${busy} aria-label=${t('person.dead.of', { action: t('person.dead.move'), queue: queue.name })} onClick=${() => setSure(true)}>${t('person.dead.move')}<//>
    </div>
    ${sure && html`<${Confirm} title=${t('person.dead.move')} action=${t('person.dead.move')} onClose=${moveBack}><p>${t('person.dead.sure')}</p><//>`}
  </article>`;
}

const Letter = ({ letter }) => html`<dl class="known">
    ${[['type', letter.type], ['id', letter.id], ['from', letter.came_from ?? t('person.dead.stays')], ['at', letter.at && moment(letter.at)], ['reason', letter.reason], ['exception', letter.exception], ['message', letter.message]]
    .filter(([, text]) => text).map(([name, text]) => html`<dt key=${name}>${t(`person.dead.${name}`)}</dt><dd>${text}</dd>`)}
  </dl>
  ${letter.stack && html`<details><summary>${t('person.dead.stack')}</summary><pre class="letter" tabindex="0">${letter.stack}</pre></details>`}
  <details><summary>${t('person.dead.body', { size: bytes(letter.bytes) })}</summary><pre class="letter" tabindex="0">${letter.body}</pre></details>`;
