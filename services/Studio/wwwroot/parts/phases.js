// The timeline as bars, one for each phase, and what happened as a table.
import { html } from '../html.js';
import { expectedEnd, phasesOf } from '../forms/phases.js';
import { has, t } from '../texts.js';
import { clock, duration, moment, useNow } from './basics.js';

const names = ['line', 'queue', 'rendering', 'archive'];

export function Phases({ generation, times }) {
  const phases = phasesOf(generation), lasts = phases.some(phase => phase.to === null) && generation.status !== 'uncertain';
  const now = Math.max(useNow(lasts ? 1 : 3600), Date.parse(generation.created_at));
  const { time: expected = null, late = false } = expectedEnd(generation, phases, times, now) ?? {};
  const from = phases[0]?.from ?? now, to = Math.max(expected ?? 0, ...phases.map(phase => phase.to ?? now), from + 1);
  const percent = time => `${Math.max(0, Math.min(100, (time - from) / (to - from) * 100))}%`;
  const width = (start, end) => `max(3px, ${Math.max(0, Math.min(100, (end - start) / (to - from) * 100))}%)`;
  return html`<div class="phases">
    ${names.map(name => {
      const phase = phases.find(phase => phase.name === name), end = phase?.to ?? now;
      return html`<div class="phase" key=${name} data-phase=${name}>
        <span class="phase-name">${t(`phase.${name}`)}</span>
        <span class="track">${phase && html`<span class=${`bar ${phase.to === null && lasts ? 'lasting' : ''}`} style=${{ left: percent(phase.from), width: width(phase.from, end) }}></span>`}
          ${phase && phase.to === null && expected > now && phase === phases.at(-1) && html`<span class="bar expected" style=${{ left: percent(now), width: width(now, expected) }}></span>`}</span>
        <span class="phase-time">${phase ? duration((end - phase.from) / 1000) : '–'}</span>
      </div>`;
    })}
    ${expected && html`<p class="expected-end">${late ? t('phase.late', { count: times.count }) : t('phase.expected', { left: duration((expected - now) / 1000), time: clock(expected), count: times.count })}</p>`}
  </div>`;
}

export function Happened({ timeline }) {
  return html`<div class="scroll" tabindex="0" role="region" aria-label=${t('happened')}><table class="happened"><thead><tr><th scope="col">${t('happened.at')}</th><th scope="col">${t('happened.what')}</th><th scope="col">${t('happened.detail')}</th></tr></thead>
    <tbody>${timeline.map((entry, index) => html`<tr key=${index}><td class="nowrap"><time dateTime=${entry.at} title=${moment(entry.at)}>${clock(entry.at)}</time></td>
      <td>${has(`happened.${entry.what}`) ? t(`happened.${entry.what}`) : entry.what.replaceAll('_', ' ')}</td><td class="detail">${entry.detail ?? ''}</td></tr>`)}</tbody></table></div>`;
}
