// A tenant's limits and what of them is left.
import { html } from '../../html.js';
import { get } from '../../api.js';
import { t } from '../../texts.js';
import { ProblemNotice, moment, money } from '../../parts/basics.js';
import { useAsked } from '../person/section.js';
import { Meter } from './accounts.js';

export function Limits({ tenant }) {
  const { value, problem } = useAsked(() => get('v1/limits', { tenant }), [tenant]);
  const none = value && !value.day && !value.month && !value.waiting && value.requests_per_second === undefined;
  return html`<section class="card" aria-labelledby="limits-title"><h2 id="limits-title">${t('limits.title')} ${value && html`<span class="faint">${value.tenant}</span>`}</h2>
    <${ProblemNotice} problem=${problem} />
    ${none && html`<p class="faint">${t('limits.none')}</p>`}
    ${['day', 'month'].map(name => value?.[name] && html`<${Budget} key=${name} name=${name} budget=${value[name]} />`)}
    ${value?.waiting && html`<${Meter} label=${t('limits.waiting')} used=${value.waiting.used} of=${value.waiting.limit} />`}
    ${value?.requests_per_second !== undefined && html`<p>${t('limits.rate', { count: value.requests_per_second })}</p>`}
  </section>`;
}

function Budget({ name, budget }) {
  const used = Number(budget.settled.amount) + Number(budget.held.amount);
  return html`<${Meter} label=${t(`limits.${name}`)} used=${used} of=${Number(budget.limit.amount)}
    text=${t('limits.of', { used: money({ amount: used, currency: budget.limit.currency }), limit: money(budget.limit), left: money(budget.left) })} />
    <p class="faint">${t('limits.ends', { time: moment(budget.ends_at) })}</p>`;
}
