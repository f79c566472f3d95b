// Accounts, or models of them, that are not used, and why; each can be tried at once.
import { html, useEffect, useState } from '../../html.js';
import { get, post } from '../../api.js';
import { listen } from '../../live.js';
import { t } from '../../texts.js';
import { Button, Notice, ProblemNotice, moment } from '../../parts/basics.js';
import { Section, useAsked } from './section.js';

// What is wrong of each account: { account, model, until or since, reason }.
export function troubles(accounts) {
  return accounts.flatMap(account => [
    ...(account.paused ? [{ account: account.name, ...account.paused }] : []),
    ...(account.unreachable ? [{ account: account.name, ...account.unreachable }] : []),
    ...(account.quotas ?? []).filter(quota => quota.paused).map(quota => ({ account: account.name, model: quota.model, ...quota.paused })),
  ]);
}

export function Paused() {
  const { value, problem, read } = useAsked(() => get('v1/accounts').then(answer => troubles(answer.accounts)));
  const [busy, setBusy] = useState(null), [said, setSaid] = useState(null);
  useEffect(() => { // A pause ends when a generation gets through.
    let timer;
    const quiet = listen(() => { timer ??= setTimeout(() => { timer = null; read(); }, 1000); });
    return () => { quiet(); clearTimeout(timer); };
  }, [read]);
  const resume = async (account, at) => {
    setBusy(at);
    try {
      await post(`v1/accounts/${encodeURIComponent(account)}/try`);
      setSaid({ done: account });
      await read();
    } catch (failure) { setSaid({ failure }); }
    setBusy(null);
  };
  return html`<${Section} name="paused" count=${value?.length} problem=${problem} onAgain=${read}>
    <p>${t('person.paused.why')}</p>
    ${said?.failure && html`<${ProblemNotice} problem=${said.failure} />`}
    ${value?.map((trouble, at) => html`<article key=${`${trouble.account}/${trouble.model ?? ''}/${trouble.since ? 'away' : 'paused'}`} class="needs">
      <h3>${trouble.account}${trouble.model && ` · ${trouble.model}`}</h3>
      <p>${trouble.since ? t('person.paused.since', { time: moment(trouble.since) }) : t('person.paused.until', { time: moment(trouble.until) })}</p>
      <p><b>${trouble.reason}</b></p>
      ${!trouble.since && html`<${Button} disabled=${busy === at} onClick=${() => resume(trouble.account, at)}>${t('person.paused.try')}<//>`}
    </article>`)}
  <//>
  ${said?.done && html`<${Notice} kind="good">${t('person.paused.tried', { account: said.done })}<//>`}`;
}
