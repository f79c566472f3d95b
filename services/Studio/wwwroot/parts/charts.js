// Small charts, drawn as SVG. They are pictures for the eye: a table with the same figures stands beside each.
import { html } from '../html.js';

const wide = 640, tall = 180, left = 52, below = 22, above = 8;

// A round number not below the largest value, for the top of the scale: 1, 2 or 5 times a power of ten.
export function top(largest) {
  if (!(largest > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(largest));
  return [1, 2, 5, 10].map(step => step * power).find(step => step >= largest - 1e-9);
}

function Frame({ label, most, show, first, last, children }) {
  return html`<svg class="chart" viewBox=${`0 0 ${wide} ${tall}`} role="img" aria-label=${label}>
    ${[0, 0.5, 1].map(part => { const y = above + (1 - part) * (tall - above - below); return html`<g key=${part}><line class="grid" x1=${left} x2=${wide} y1=${y} y2=${y} /><text x=${left - 6} y=${y + 4} text-anchor="end">${show(most * part)}</text></g>`; })}
    <text x=${left} y=${tall - 5}>${first}</text><text x=${wide} y=${tall - 5} text-anchor="end">${last}</text>
    ${children}
  </svg>`;
}

// rows: [{ name, values }], each value one part of its bar, in the order of names. show(number) is the text of a number.
export function Bars({ rows, names, label, show = String }) {
  const most = top(Math.max(0, ...rows.map(row => row.values.reduce((sum, value) => sum + value, 0))));
  const step = (wide - left) / Math.max(1, rows.length), thick = Math.min(48, step * 0.75), scale = (tall - above - below) / most;
  return html`<div><${Frame} label=${label} most=${most} show=${show} first=${rows[0]?.name} last=${rows.length > 1 ? rows.at(-1).name : ''}>
    ${rows.map((row, at) => {
      let y = tall - below;
      return row.values.map((value, part) => {
        y -= value * scale;
        return value > 0 && html`<rect key=${`${at}/${part}`} class=${`part p${part % 6}`} x=${left + at * step + (step - thick) / 2} y=${y} width=${thick} height=${value * scale}><title>${row.name} · ${names[part]}: ${show(value)}</title></rect>`;
      });
    })}
  <//><${Legend} names=${names} /></div>`;
}

// lines: [{ name, points: [[time in ms, value or null]] }]; where there is no value the line is broken.
export function Lines({ lines, label, most, first, last, show = String }) {
  const times = lines.flatMap(line => line.points.map(point => point[0])), begin = Math.min(...times), end = Math.max(...times, begin + 1);
  const highest = most ?? top(Math.max(0, ...lines.flatMap(line => line.points.map(point => point[1] ?? 0))));
  const x = time => left + (time - begin) / (end - begin) * (wide - left), y = value => above + (1 - Math.min(1, value / highest)) * (tall - above - below);
  const path = points => points.reduce(([text, pen], [time, value]) => value === null || value === undefined ? [text, false] : [`${text}${pen ? 'L' : 'M'}${x(time).toFixed(1)} ${y(value).toFixed(1)}`, true], ['', false])[0];
  return html`<div><${Frame} label=${label} most=${highest} show=${show} first=${first} last=${last}>
    ${lines.map((line, at) => html`<path key=${line.name} class=${`line p${at % 6}`} d=${path(line.points)} />`)}
  <//><${Legend} names=${lines.map(line => line.name)} /></div>`;
}

const Legend = ({ names }) => names.length > 1 ? html`<ul class="legend" aria-hidden="true">${names.map((name, at) => html`<li key=${name}><svg viewBox="0 0 10 10" class="swatch"><rect class=${`part p${at % 6}`} width="10" height="10" /></svg> ${name}</li>`)}</ul>` : null;
