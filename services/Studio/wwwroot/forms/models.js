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

// The kind for one more reference: the first that takes it, has room, and may stand beside what is there; null where no kind takes it.
export function kindFor(model, base, references) {
  const fitting = model.input.media.filter(medium => baseOf(medium) === base);
  const used = kind => references.filter(reference => reference.kind === kind).length;
  const open = fitting.filter(medium => used(medium.kind) < (medium.max ?? (medium.field ? 1 : Infinity)));
  return (open.find(medium => mayStand(model, [...references.map(reference => reference.kind), medium.kind])) ?? open[0] ?? fitting[0])?.kind ?? null;
}

// Whether these kinds may stand together, as far as the model says.
function mayStand(model, kinds) {
  const { sets } = model.input;
  return (!sets || sets.some(set => kinds.every(kind => set.includes(kind))))
    && kinds.every(kind => !mediumOf(model, kind)?.not_beside?.some(other => kinds.includes(other)));
}

// Whether a reference of this kind can be given a voice.
export function speaks(model, kind) {
  const medium = mediumOf(model, kind);
  return !!medium && model.input.fields.includes('reference_voice') && !!medium.type && counts(medium);
}

// Whether it is a reference, which has a number of its own in the prompt.
const counts = medium => medium.reference ?? ['image', 'video', 'audio'].includes(medium.kind);

const chineseWords = { Image: '图', Video: '视频', Audio: '音频' }, older = { image: 'Image', video: 'Video', audio: 'Audio' };

// The word before the number; null where a prompt does not name it.
function wordOf(model, medium) {
  if (!medium || !counts(medium)) return null;
  if (medium.reference !== undefined) return medium.identifier ?? null;
  return model.numbering === 'one_sequence' ? 'character' : model.numbering === 'per_kind' ? older[baseOf(medium)] ?? null : null;
}

// The name by which a prompt means each reference, in their order; null for one that has none.
export function identifiers(model, references, chinese) {
  const numbers = {};
  return references.map(reference => {
    const word = wordOf(model, mediumOf(model, reference.kind));
    if (!word) return null;
    const number = numbers[word] = (numbers[word] ?? 0) + 1;
    return chinese && chineseWords[word] ? `${chineseWords[word]}${number}` : /^[A-Z]/.test(word) ? `${word} ${number}` : `${word}${number}`;
  });
}

// The ends of all files that may be picked.
export function accepted(model, base) {
  return [...new Set(model.input.media.filter(medium => !base || baseOf(medium) === base).flatMap(medium => medium.formats ?? []))].map(format => `.${format}`).join(',');
}
