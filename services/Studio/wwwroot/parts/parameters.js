// The fields of `parameters`, with the limits that the model has for them.
import { html } from '../html.js';
import { has, t } from '../texts.js';
import { Field } from './basics.js';

const nameOf = name => has(`parameter.${name}`) ? t(`parameter.${name}`) : name.replaceAll('_', ' ');
const wordOf = (parameter, value) => parameter.type === 'switch' ? t(value === 'true' ? 'on' : 'off') : sized(value);
// '1280*720' as people write it.
const sized = value => value.replace(/^(\d+)\*(\d+)$/, '$1 × $2');

export function Parameters({ model, values, besideVideo, findingsOf, change, touch }) {
  return html`<div class="parameters">${model.parameters.filter(parameter => parameter.only === undefined).map(parameter => html`
    <${Field} key=${parameter.name} id=${`parameter-${parameter.name}`} label=${nameOf(parameter.name)} hint=${[range(parameter, besideVideo), parameter.no_effect && t('parameter.noEffect')].filter(Boolean).join('; ')} findings=${findingsOf(`/parameters/${parameter.name}`)}>
      ${attributes => html`<${Control} ...${{ attributes, parameter, value: values[parameter.name] ?? '', besideVideo }}
        change=${value => { touch(`/parameters/${parameter.name}`); change(parameter.name, value); }} />`}
    <//>`)}</div>`;
}

function range(parameter, besideVideo) {
  if (parameter.type !== 'integer') return null;
  const max = besideVideo ? parameter.max_beside_video ?? parameter.max : parameter.max;
  if (parameter.name === 'seed') return t('parameter.seed.hint');
  return [!parameter.among && parameter.min !== undefined && max !== undefined && t('new.range', { min: parameter.min, max }),
    besideVideo && parameter.max_beside_video && t('new.besideVideo'), specials(parameter)].filter(Boolean).join('; ') || null;
}

// Values that mean something of their own, such as 0 for 'as the input video'.
const specials = parameter => (parameter.special ?? []).map(({ value, means }) => t('parameter.special', { value, means: has(`special.${means}`) ? t(`special.${means}`) : means })).join('; ');

const least = parameter => parameter.min === undefined ? undefined : Math.min(parameter.min, ...(parameter.special ?? []).map(({ value }) => value));

function Control({ attributes, parameter, value, besideVideo, change }) {
  const standard = parameter.default === undefined ? t('new.vendorDecides') : t('new.default', { value: wordOf(parameter, String(parameter.default)) });
  if (parameter.type === 'integer' && !parameter.among)
    return html`<input ...${attributes} type="number" inputmode="numeric" step="1" min=${least(parameter)} max=${besideVideo ? parameter.max_beside_video ?? parameter.max : parameter.max}
      placeholder=${standard} value=${value} onInput=${event => change(event.target.validity.badInput ? '?' : event.target.value)} />`;
  const options = parameter.type === 'switch' ? ['true', 'false'] : (parameter.among?.map(String) ?? parameter.values);
  if (!options) return html`<input ...${attributes} value=${value} placeholder=${standard} onInput=${event => change(event.target.value)} />`;
  return html`<select ...${attributes} value=${value} onChange=${event => change(event.target.value)}>
    <option value="">${standard}</option>
    ${value !== '' && !options.includes(value) && html`<option value=${value}>${value}</option>`}
    ${options.map(option => html`<option key=${option} value=${option}>${wordOf(parameter, option)}${parameter.doubted_values?.includes(option) ? ` (${t('parameter.doubted')})` : ''}</option>`)}
  </select>`;
}
