// Each account: its slots now and over the last day, for each model what it may still do, and its queries.
import { html } from '../../html.js';
import { get } from '../../api.js';
import { link } from '../../route.js';
import { t } from '../../texts.js';
import { ProblemNotice, duration, since } from '../../parts/basics.js';
import { useAsked } from '../person/section.js';
import { troubles } from '../person/paused.js';
import { Load } from './load.js';
import { Queries } from './queries.js';

export function Accounts() {
  const { value, problem } = useAsked(() => get('v1/accounts'));
  return html`<section class="card" aria-labelledby="accounts-title"><h2 id="accounts-title">${t('accounts.title')}</h2>
    <${ProblemNotice} problem=${problem} />
    ${value?.archive_closed && html`<p class="notice warning">${value.archive_closed}</p>`}
    ${value?.accounts.map(account => html`<article key=${account.name} class="account"><${Account} account=${account} /></article>`)}
  </section>`;
}

function Account({ account }) {
  const wrong = troubles([account]);
  return html`<h3>${account.name} <span class="faint">${[t(`accounts.kind.${account.kind}`), account.region].filter(Boolean).join(' · ')}</span></h3>
    ${wrong.length > 0 && html`<p class="notice warning"><a href=${link('person')}>${t('accounts.wrong', { count: wrong.length })}</a></p>`}
    <${Meter} label=${t('accounts.slots')} used=${account.slots.used} of=${account.slots.of} />
    <p class="faint">${t('accounts.pace', { count: account.submits_per_second })}</p>
    ${account.quotas?.length > 0 && html`<div class="scroll" tabindex="0" role="region" aria-label=${t('accounts.models', { account: account.name })}><table>
      <thead><tr>${['model', 'slots', 'next', 'slowness', 'starts', 'throttles'].map(name => html`<th scope="col" key=${name}>${t(`accounts.${name}`)}</th>`)}</tr></thead>
      <tbody>${account.quotas.map(quota => html`<tr key=${quota.model}><td>${quota.model}</td><td>${quota.slots.used} / ${quota.slots.of}</td>
        <td>${account.paused || quota.paused ? t('accounts.paused') : quota.next_submit && since(quota.next_submit) < 0 ? t('accounts.in', { time: duration(-since(quota.next_submit)) }) : t('accounts.now')}</td>
        <td>${quota.slowness > 1 ? t('accounts.slower', { times: quota.slowness.toFixed(1) }) : t('accounts.usual')}</td>
        <td>${quota.starts ?? ''}</td><td>${quota.throttles ?? ''}</td></tr>`)}</tbody>
    </table></div>`}
    <${Load} account=${account.name} />
    <${Queries} account=${account.name} />`;
}

export function Meter({ label, used, of, text }) {
  const part = of > 0 ? Math.min(1, used / of) : 0;
  return html`<div class="meter"><span>${label}</span>
    <svg viewBox="0 0 100 6" preserveAspectRatio="none" role="img" aria-label=${`${label}: ${text ?? `${used} / ${of}`}`}><rect class="ground" width="100" height="6" /><rect class=${part > 0.9 ? 'part full' : 'part p0'} width=${part * 100} height="6" /></svg>
    <span>${text ?? `${used} / ${of}`}</span></div>`;
}
