// The price of the request as it stands, and what the tenant has left.
import { html } from '../html.js';
import { t } from '../texts.js';
import { bytes, money, moment } from './basics.js';

export function range(estimate) {
  if (!estimate?.amount_max) return null;
  const [least, most] = [money(estimate.amount_min), money(estimate.amount_max)];
  return least === most ? most : t('price.range', { least, most });
}

// What a second costs in a model's first region: '¥0.60 (720P), ¥1.00 (1080P)'.
export function rates(model) {
  const region = model.prices?.[0]?.region;
  return (model.prices ?? []).filter(price => price.region === region)
    .map(price => `${money(price)} (${[`${price.resolution}P`, price.audio === undefined ? null : t(price.audio ? 'price.sound' : 'price.silent')].filter(Boolean).join(', ')})`).join(', ');
}

const priceOf = ({ amount, currency, region }) => `${money({ amount, currency })} (${region})`;

// children stands between the price and what it is made of, where it never moves as the price changes: a click must not miss it.
export function Price({ quote, wanted, children }) {
  const { answer, busy, problem } = quote;
  const estimate = answer?.estimate, expected = answer?.expected, unit = estimate?.unit_price, cheapest = estimate?.unit_price_min;
  const stale = problem && ![400, 422].includes(problem.status);
  return html`<section class="price" aria-labelledby="price-title" aria-busy=${busy ? 'true' : 'false'}>
    <h2 id="price-title">${t('price')}</h2>
    <p class="sum" aria-live="polite">${range(estimate) ? html`<span class="amount">${range(estimate)}</span>` : html`<span class="faint">${!wanted ? t('price.empty') : estimate?.unknown ?? (problem ? t('price.none') : t('price.asking'))}</span>`}</p>
    ${children}
    ${stale && html`<p class="findings"><span class="warning">${problem.status === 0 ? t('problem.unreachable.short') : problem.message}</span></p>`}
    ${estimate && html`<dl class="facts">
      ${unit && html`<dt>${t('price.unit')}</dt><dd>${cheapest ? t('price.range', { least: priceOf(cheapest), most: priceOf(unit) }) : money({ amount: unit.amount, currency: unit.currency })} ${t('price.perSecond', { resolution: unit.resolution })}${unit.date ? html` <span class="faint">(${t('price.asOf', { date: unit.date })})</span>` : ''}</dd>`}
      <dt>${t('price.seconds')}</dt><dd>${seconds(estimate)}</dd>
      ${expected && html`<dt>${t('price.video')}</dt><dd>${[expected.width ? `${expected.width} × ${expected.height}` : expected.resolution && `${expected.resolution}P`, expected.duration > 0 && `${expected.duration} s`,
        expected.fps && `${expected.fps} fps`, expected.audio !== undefined && t(expected.audio ? 'price.sound' : 'price.silent')].filter(Boolean).join(' · ')}</dd>`}
    </dl>`}
    <${Left} limits=${answer?.limits} />
    ${answer?.vendor_body && html`<details><summary>${t('price.body')} <span class="faint">${bytes(new Blob([answer.vendor_body]).size)}</span></summary><pre tabindex="0">${answer.vendor_body}</pre></details>`}
  </section>`;
}

function seconds({ input_seconds_min: least, input_seconds_max: most, output_seconds: longest, output_seconds_min: shortest = longest }) {
  const made = shortest === longest ? longest : `${shortest}–${longest}`;
  if (!most) return t('price.output', { made });
  return t('price.both', { made, input: least === most ? most : `${least}–${most}` });
}

function Left({ limits }) {
  if (!limits) return null;
  const rows = ['day', 'month'].filter(name => limits[name]).map(name => html`<dt>${t(`limit.${name}`)}</dt><dd title=${moment(limits[name].ends_at)}>${t('limit.left', { left: money(limits[name].left), limit: money(limits[name].limit) })}</dd>`);
  if (limits.waiting) rows.push(html`<dt>${t('limit.waiting')}</dt><dd>${limits.waiting.left ?? ''} / ${limits.waiting.limit}</dd>`);
  return rows.length > 0 && html`<dl class="facts">${rows}</dl>`;
}
