// What is known of a generation whose POST had no answer, and the three decisions about it, each with what it means for the money.
import { html, useEffect, useState } from '../html.js';
import { get, post } from '../api.js';
import { operates } from '../app.js';
import { sheet } from './sheet.js';
import { useStore } from '../store.js';
import { has, t } from '../texts.js';
import { Button, Confirm, Field, Notice, ProblemNotice, moment, money } from './basics.js';

await sheet('parts/decide.css');

const other = 'other';

// generation: as lists show it, or all of it. onDone is called once a decision is on its way.
export function Decide({ generation, onDone }) {
  const operator = useStore(operates);
  const [whole, setWhole] = useState(generation.timeline ? generation : null), [problem, setProblem] = useState(null);
  const [decision, setDecision] = useState(null), [task, setTask] = useState(null), [typed, setTyped] = useState('');
  const [sure, setSure] = useState(false), [busy, setBusy] = useState(false), [done, setDone] = useState(false);

  useEffect(() => {
    if (generation.timeline) { setWhole(generation); return; }
    let gone = false;
    get(`v1/generations/${generation.id}`).then(answer => gone || setWhole(answer), failure => gone || setProblem(failure));
    return () => { gone = true; };
  }, [generation]);

  if (!whole) return problem ? html`<${ProblemNotice} problem=${problem} />` : html`<p class="faint">${t('person.reading')}</p>`;
  const candidates = whole.candidates ?? [], chosen = task ?? (candidates.length ? null : other);
  const id = chosen === other ? typed.trim() : chosen, name = `decide-${whole.id}`;
  const ready = decision === 'resubmit' ? whole.on_hold !== false : decision === 'fail' || (decision === 'adopt' && id);
  const send = async () => {
    setBusy(true);
    setProblem(null);
    try {
      await post(`v1/generations/${whole.id}/resolve`, { decision, ...(decision === 'adopt' && { task_id: id }) });
      setDone(true);
      onDone?.();
    } catch (failure) { setProblem(failure); }
    setBusy(false);
  };

  return html`<div class="decide">
    <dl class="known">
      <dt>${t('decide.asked')}</dt><dd>${moment(whole.created_at)}</dd>
      <dt>${t('decide.state')}</dt><dd>${t(whole.on_hold ? 'decide.held' : 'decide.looking')}</dd>
      ${whole.error && html`<dt>${t('decide.known')}</dt><dd>${whole.error.message}</dd>`}
      ${whole.error?.vendor_request_id && html`<dt>${t('decide.requestId')}</dt><dd><code>${whole.error.vendor_request_id}</code></dd>`}
      ${whole.cost?.estimated?.amount_max && html`<dt>${t('decide.cost')}</dt><dd>${t('queue.upTo', { amount: money(whole.cost.estimated.amount_max) })}</dd>`}
      ${(whole.timeline ?? []).filter(entry => entry.detail !== whole.error?.message).slice(-3).map(entry => html`<dt key=${entry.at}>${moment(entry.at)}</dt><dd>${has(`happened.${entry.what}`) ? t(`happened.${entry.what}`) : entry.what.replaceAll('_', ' ')}${entry.detail && `: ${entry.detail}`}</dd>`)}
    </dl>
    ${candidates.length > 0 && html`<div class="scroll" tabindex="0" role="region" aria-label=${t('decide.candidates')}><table>
      <caption>${t('decide.candidates')}</caption>
      <thead><tr><th scope="col">${t('decide.task')}</th><th scope="col">${t('decide.vendorState')}</th><th scope="col">${t('decide.made')}</th><th scope="col">${t('decide.matches')}</th></tr></thead>
      <tbody>${candidates.map(candidate => html`<tr key=${candidate.task_id}><td><code>${candidate.task_id}</code></td><td>${candidate.status}</td><td>${moment(candidate.created_at)}</td>
        <td>${t(candidate.matches ? 'decide.matches.yes' : 'decide.matches.unknown')}</td></tr>`)}</tbody>
    </table></div>`}
    ${done ? html`<${Notice} kind="good">${t('decide.done')}<//>`
    : operator === false ? html`<${Notice}>${t('decide.operator')}<//>`
    : html`<fieldset class="choices-of"><legend>${t('decide.question')}</legend>
      ${['adopt', 'resubmit', 'fail'].map(choice => html`<div key=${choice} class="choice">
        <label class="check"><input type="radio" name=${name} value=${choice} checked=${decision === choice} disabled=${choice === 'resubmit' && !whole.on_hold} aria-describedby=${`${name}-${choice}`} onChange=${() => setDecision(choice)} />
          <b>${t(`decide.${choice}`)}</b></label>
        <p class="hint" id=${`${name}-${choice}`}>${t(`decide.${choice}.means`)} ${choice === 'resubmit' && !whole.on_hold && t('decide.notYet')}</p>
        ${choice === 'adopt' && decision === 'adopt' && html`
          <p class="hint">${t('decide.console', { model: whole.model, time: moment(whole.created_at) })}</p>
          ${candidates.length > 0 && [...candidates.map(candidate => candidate.task_id), other].map(taskId => html`<label key=${taskId} class="check"><input type="radio" name=${`${name}-task`} checked=${chosen === taskId} onChange=${() => setTask(taskId)} />
            ${taskId === other ? t('decide.other') : html`<code>${taskId}</code>`}</label>`)}
          ${chosen === other && html`<${Field} id=${`${name}-typed`} label=${t('decide.task')}>
            ${attributes => html`<input ...${attributes} type="text" maxlength="200" autocomplete="off" spellcheck="false" value=${typed} onInput=${event => setTyped(event.target.value)} />`}
          <//>`}`}
      </div>`)}
      <${ProblemNotice} problem=${problem} />
      <${Button} kind="primary" disabled=${!ready || busy} onClick=${() => decision === 'adopt' ? send() : setSure(true)}>${t('decide.send')}<//>
    </fieldset>`}
    ${sure && html`<${Confirm} title=${t(`decide.${decision}`)} action=${t('decide.send')} danger onClose=${yes => { setSure(false); if (yes) send(); }}><p>${t(`decide.${decision}.sure`)}</p><//>`}
  </div>`;
}
