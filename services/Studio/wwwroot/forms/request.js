// From what stands in the form to the request, and back.
import { baseOfUrl, kindFor, mediumOf, speaks } from './models.js';

const own = ['client_request_id', 'tenant', 'priority', 'callback_url'];

// Where the form's fields stand in the request: what is found wrong is told by these pointers.
export function requestOf(draft, model) {
  const input = {}, parameters = {}, places = {};
  if (draft.prompt) input.prompt = draft.prompt;
  if (draft.negative && model.input.fields.includes('negative_prompt')) input.negative_prompt = draft.negative;
  for (const reference of draft.references) {
    const medium = mediumOf(model, reference.kind);
    if (medium) places[reference.id] = place(input, medium, reference, model);
  }
  for (const parameter of model.parameters) {
    const value = draft.parameters[parameter.name];
    if (value !== undefined && value !== '' && parameter.only === undefined) parameters[parameter.name] = typed(parameter, value);
  }
  const request = { model: draft.model, input };
  if (Object.keys(parameters).length > 0) request.parameters = parameters;
  for (const name of own) if (draft.own[name]) request[name] = draft.own[name];
  if (draft.own.start_by) request.start_by = timeOf(draft.own.start_by);
  if (draft.own.strict) request.strict = true;
  const labels = draft.labels.filter(label => label.key || label.value);
  if (labels.length > 0) request.metadata = Object.fromEntries(labels.map(label => [label.key, label.value]));
  const more = further(draft.more);
  return { request: more ? merged(request, more) : request, places };
}

function place(input, medium, reference, model) {
  if (medium.field) {
    input[medium.field] = reference.url;
    return `/input/${medium.field}`;
  }
  if (!medium.type) {
    (input.reference_urls ??= []).push(reference.url);
    return `/input/reference_urls/${input.reference_urls.length - 1}`;
  }
  (input.media ??= []).push({ type: medium.type, url: reference.url, ...(reference.voice && speaks(model, reference.kind) && { reference_voice: reference.voice }) });
  return `/input/media/${input.media.length - 1}`;
}

function typed(parameter, value) {
  if (parameter.type === 'switch') return value === 'true';
  if (parameter.type === 'integer') return /^-?\d{1,15}$/.test(value) ? Number(value) : value;
  return value;
}

// A local time of the form, with its offset; as it is where it is none, so that the server says so.
function timeOf(local) {
  const time = new Date(local);
  return Number.isNaN(time.getTime()) ? local : time.toISOString();
}

// The further fields as an object; null where there are none, undefined where the text is no JSON object.
export function further(text) {
  if (!text?.trim()) return null;
  try {
    const value = JSON.parse(text);
    return value && typeof value === 'object' && !Array.isArray(value) ? value : undefined;
  } catch { return undefined; }
}

const isObject = value => value !== null && typeof value === 'object' && !Array.isArray(value);

function merged(one, other) {
  const result = { ...one };
  for (const [name, value] of Object.entries(other))
    Object.defineProperty(result, name, { value: isObject(value) && isObject(one[name]) ? merged(one[name], value) : value, enumerable: true, writable: true, configurable: true });
  return result;
}

// A stored request as a form; what the form has no field for is among the further fields, so that nothing is lost.
export function draftOf(request, generation, model) {
  const draft = { model: request.model, prompt: '', negative: '', references: [], parameters: {}, own: {}, labels: [], more: '' };
  const rest = { input: { ...request.input }, parameters: { ...request.parameters } };
  const take = name => { const value = rest.input[name]; if (typeof value === 'string') { delete rest.input[name]; return value; } return ''; };
  draft.prompt = take('prompt');
  draft.negative = take('negative_prompt');
  const add = (kind, url, voice = '') => draft.references.push({ id: fresh(), kind, url, voice });
  for (const medium of model.input.media.filter(medium => medium.field && typeof rest.input[medium.field] === 'string')) add(medium.kind, take(medium.field));
  if (Array.isArray(rest.input.media)) {
    const unknown = rest.input.media.filter(item => {
      const medium = model.input.media.find(medium => medium.type && medium.type === item?.type);
      if (medium) add(medium.kind, item.url ?? '', item.reference_voice ?? '');
      return !medium;
    });
    unknown.length > 0 ? rest.input.media = unknown : delete rest.input.media;
  }
  if (Array.isArray(rest.input.reference_urls) && rest.input.reference_urls.every(url => typeof url === 'string')) {
    for (const url of rest.input.reference_urls) add(kindFor(model, baseOfUrl(url, model), draft.references) ?? model.input.media[0]?.kind, url);
    delete rest.input.reference_urls;
  }
  for (const parameter of model.parameters) {
    const value = rest.parameters[parameter.name];
    if (value === undefined || typeof value === 'object') continue;
    draft.parameters[parameter.name] = String(value);
    delete rest.parameters[parameter.name];
  }
  for (const name of ['input', 'parameters']) if (Object.keys(rest[name]).length === 0) delete rest[name];
  if (Object.keys(rest).length > 0) draft.more = JSON.stringify(rest, null, 2);
  if (generation?.priority && generation.priority !== 'normal') draft.own.priority = generation.priority;
  draft.labels = Object.entries(generation?.metadata ?? {}).map(([key, value]) => ({ key, value }));
  return draft;
}

// 128 random bits; also where the page is not served securely, where a browser has no randomUUID.
export function fresh() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map(byte => byte.toString(16).padStart(2, '0')).join('');
}
