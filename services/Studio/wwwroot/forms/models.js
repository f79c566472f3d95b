// What a form has to know of a model, by what GET /v1/models says of it. No model and no kind of media is named here.

// The model of a name; a dated version (wan2.7-r2v-2026-06-12) is the one whose name it begins with.
export function modelOf(models, name) {
  return models.find(model => model.name === name)
    ?? models.filter(model => name?.startsWith(`${model.name}-`)).sort((one, other) => other.name.length - one.name.length)[0];
}

// 'image', 'video', 'audio', 'document' or 'link': what a file of a kind is, by the formats that it may have.
const ends = { image: ['jpeg', 'jpg', 'png', 'bmp', 'webp'], video: ['mp4', 'mov'], audio: ['mp3', 'wav'] };
export function baseOf(medium) {
  if (!medium.formats?.length) return 'link';
  return Object.keys(ends).find(base => medium.formats.some(format => ends[base].includes(format))) ?? 'document';
}

// What an address or a file leads to, as far as its end tells.
export function baseOfUrl(url, model) {
  const end = /\.(\w+)(?:[?#].*)?$/.exec(url)?.[1]?.toLowerCase();
  const medium = model?.input.media.find(medium => medium.formats?.includes(end));
  return medium ? baseOf(medium) : Object.keys(ends).find(base => ends[base].includes(end)) ?? /^data:(\w+)\//.exec(url)?.[1] ?? 'image';
}

export const mediumOf = (model, kind) => model?.input.media.find(medium => medium.kind === kind);

// Whether the request says what each reference is; else the ends of their addresses tell.
export const saysKinds = model => model.input.media.some(medium => medium.type ?? medium.field);

// The kind for one more reference: the first that takes it and has room; null where no kind takes it.
export function kindFor(model, base, references) {
  const fitting = model.input.media.filter(medium => baseOf(medium) === base);
  const used = kind => references.filter(reference => reference.kind === kind).length;
  return (fitting.find(medium => used(medium.kind) < (medium.max ?? Infinity)) ?? fitting[0])?.kind ?? null;
}

// Whether a reference of this kind can be given a voice.
export function speaks(model, kind) {
  const medium = mediumOf(model, kind);
  return !!medium && (medium.voice ?? (model.input.fields.includes('reference_voice') && !!medium.type && counts(medium)));
}

// Whether it has a number of its own in the prompt.
const counts = medium => medium.numbered ?? ['image', 'video', 'audio'].includes(medium.kind);

const words = { image: ['Image ', '图'], video: ['Video ', '视频'], audio: ['Audio ', '音频'] };

// The name by which a prompt means each reference, in their order; null for one that has none.
export function identifiers(model, references, chinese) {
  const numbers = {};
  return references.map(reference => {
    const medium = mediumOf(model, reference.kind);
    if (!medium || !counts(medium)) return null;
    const sequence = model.numbering === 'one_sequence' ? 'character' : baseOf(medium);
    const number = numbers[sequence] = (numbers[sequence] ?? 0) + 1;
    return sequence === 'character' ? `character${number}` : model.numbering === 'per_kind' ? `${words[sequence][chinese ? 1 : 0]}${number}` : null;
  });
}

// The ends of all files that may be picked.
export function accepted(model, base) {
  return [...new Set(model.input.media.filter(medium => !base || baseOf(medium) === base).flatMap(medium => medium.formats ?? []))].map(format => `.${format}`).join(',');
}
