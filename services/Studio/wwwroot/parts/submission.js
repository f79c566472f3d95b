// Sends the request once, however often it is clicked and whatever becomes of its answer.
import { html, useRef, useState } from '../html.js';
import { ask, get } from '../api.js';
import { go, link } from '../route.js';
import { t } from '../texts.js';
import { Button, Notice, ProblemNotice } from './basics.js';

const pauses = [1000, 2000, 4000];

export function useSubmission({ draft, request, onDone, onNewKey }) {
  const [state, setState] = useState({}), busy = useRef(false);

  async function send(form) {
    if (busy.current) return;
    busy.current = true;
    setState({ sending: true });
    try {
      const generation = await sendUntilAnswered();
      onDone();
      go('generation', generation.id);
    } catch (problem) {
      const earlier = problem.code === 'idempotency.conflict' ? await earlierOf(draft) : null;
      setState({ problem, earlier, tried: true, of: JSON.stringify(request), findings: problem.status === 422 ? problem.findings : undefined });
      requestAnimationFrame(() => form.querySelector('[aria-invalid="true"]')?.focus());
    } finally { busy.current = false; }
  }

  // An answer that is lost may be of a video that is made and paid: the same key is sent again, so that it stays one.
  async function sendUntilAnswered() {
    for (let attempt = 0; ; attempt++) {
      try {
        const answer = await ask('v1/generations', { method: 'POST', json: request, headers: draft.own.client_request_id ? {} : { 'Idempotency-Key': draft.key } });
        return await answer.json();
      } catch (problem) {
        const unknown = !problem.status || problem.status >= 500;
        if (!unknown || attempt >= pauses.length) throw problem;
        setState({ sending: true, again: true });
        await new Promise(resolve => setTimeout(resolve, pauses[attempt]));
      }
    }
  }

  // What was found wrong is of the request that was sent: once that is changed, the dry runs say more.
  const current = state.of === undefined || state.of === JSON.stringify(request);
  return { ...state, findings: current ? state.findings : undefined, problem: current || state.problem?.status !== 422 ? state.problem : undefined, send, reset: () => setState({}),
    anew: () => { onNewKey(); setState({ tried: true }); } };
}

const earlierOf = draft => get('v1/generations', { client_request_id: draft.own.client_request_id || draft.key, tenant: draft.own.tenant }).then(page => page.items[0]?.id ?? null, () => null);

export function Submission({ submission, waiting, disabled }) {
  const { sending, again, problem, earlier } = submission;
  return html`<div class="submission">
    <button type="submit" class="button primary wide" disabled=${sending || waiting || disabled}>${sending ? t('new.sending') : waiting ? t('new.waiting') : problem && (!problem.status || problem.status >= 500) ? t('new.sendAgain') : t('new.send')}</button>
    ${problem && (problem.status === 422 ? html`<${Notice} kind="error">${t('new.refused', { count: problem.findings.filter(finding => finding.severity === 'error').length || problem.findings.length })}<//>`
      : problem.code === 'idempotency.conflict' ? html`<${Notice} kind="warning"><p>${t('new.conflict')}</p>
          <div class="row">${earlier && html`<a class="button" href=${link('generation', earlier)}>${t('new.openEarlier')}</a>`}<${Button} onClick=${submission.anew}>${t('new.asAnother')}<//></div><//>`
      : !problem.status || problem.status >= 500 ? html`<${Notice} kind="error"><p>${t('new.unanswered')}</p><p class="faint">${problem.message}</p><//>`
      : html`<${ProblemNotice} problem=${problem} />`)}
    ${again && html`<${Notice}>${t('new.again.sending')}<//>`}
  </div>`;
}
