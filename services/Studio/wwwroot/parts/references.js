// The pictures, videos and sounds that a request refers to: by address, or as files that are dropped, picked or pasted.
import { html, useEffect, useRef, useState } from '../html.js';
import { accepted, baseOf, baseOfUrl, kindFor, mediumOf, saysKinds, speaks } from '../forms/models.js';
import { fresh } from '../forms/request.js';
import { upload } from '../forms/upload.js';
import { has, t } from '../texts.js';
import { Button, Field, Findings, ProblemNotice, bytes } from './basics.js';
import { Thumbnail, remember } from './thumbnail.js';

export const kindName = kind => has(`kind.${kind}`) ? t(`kind.${kind}`) : kind.replaceAll('_', ' ');

// uploads: what is on its way, by the reference's id: { progress, problem, abort }.
export function References({ model, references, names, findingsOf, findings, uploads, setUploads, change }) {
  const [address, setAddress] = useState(''), [over, setOver] = useState(false), picker = useRef();
  const max = model.input.max_references;

  const add = entries => change(current => {
    const list = [...current];
    for (const { base, ...entry } of entries) list.push({ voice: '', kind: kindFor(model, base, list) ?? model.input.media[0].kind, ...entry });
    return list;
  });
  const addFiles = files => {
    const entries = [...files].map(file => ({ id: fresh(), file, base: /^(image|video|audio)\//.exec(file.type)?.[1] ?? baseOfUrl(file.name, model) }));
    add(entries.map(({ id, file, base }) => ({ id, base, url: '', name: file.name, bytes: file.size })));
    for (const { id, file } of entries) send(id, file);
  };
  const send = async (id, file) => {
    const abort = new AbortController();
    const show = state => setUploads(current => ({ ...current, [id]: state && { file, abort, ...state } }));
    show({ progress: 0 });
    try {
      const stored = await upload(file, { signal: abort.signal, onProgress: progress => show({ progress }) });
      remember(stored.url, file);
      change(current => current.map(reference => reference.id === id
        ? { ...reference, url: stored.url, name: stored.name ?? file.name, bytes: stored.bytes, media_type: stored.media_type, width: stored.width, height: stored.height, duration: stored.duration,
          kind: fits(reference.kind, stored.kind) ? reference.kind : kindFor(model, stored.kind, current) ?? reference.kind } : reference));
      show(null);
    } catch (problem) {
      if (problem.name !== 'AbortError') show({ problem });
    }
  };
  const fits = (kind, base) => mediumOf(model, kind) && baseOf(mediumOf(model, kind)) === base;
  const remove = id => {
    uploads[id]?.abort.abort();
    setUploads(current => ({ ...current, [id]: undefined }));
    change(current => current.filter(reference => reference.id !== id));
  };
  const move = (index, by) => change(current => {
    const list = [...current];
    [list[index], list[index + by]] = [list[index + by], list[index]];
    return list;
  });
  const edit = (id, values) => change(current => current.map(reference => reference.id === id ? { ...reference, ...values } : reference));
  const addAddress = () => {
    if (!address.trim()) return;
    add([{ id: fresh(), url: address.trim(), base: baseOfUrl(address.trim(), model) }]);
    setAddress('');
  };

  // Wherever on the page a file is dropped: a browser would show it instead of the page, and what was written would be gone.
  const drop = useRef();
  drop.current = addFiles;
  useEffect(() => {
    const aborted = new AbortController(), { signal } = aborted;
    const withFiles = act => event => { if ([...event.dataTransfer?.types ?? []].includes('Files')) { event.preventDefault(); act(event); } };
    addEventListener('dragover', withFiles(() => setOver(true)), { signal });
    addEventListener('dragleave', event => event.relatedTarget || setOver(false), { signal });
    addEventListener('drop', withFiles(event => { setOver(false); drop.current(event.dataTransfer.files); }), { signal });
    return () => aborted.abort();
  }, []);

  return html`<fieldset class=${`references ${over ? 'over' : ''}`} onPaste=${event => { if (event.clipboardData.files.length > 0) { event.preventDefault(); addFiles(event.clipboardData.files); } }}>
    <legend>${t('new.references')}</legend>
    <p class="hint">${model.input.media.map(medium => `${kindName(medium.kind)}${medium.max ? ` (${t('new.upTo', { count: medium.max })})` : ''}${medium.formats.length > 0 ? `: ${medium.formats.join(', ')}` : ''}`).join(' · ')}${max ? ` · ${t('new.together', { count: max })}` : ''}</p>
    ${model.input.sets && html`<p class="hint">${t('new.sets')} ${model.input.sets.map(set => set.map(kindName).join(' + ')).join('; ')}</p>`}
    <${Findings} findings=${findings} />
    <ol class="reference-list">${references.map((reference, index) => html`<${Reference} key=${reference.id} ...${{ model, reference, index, last: index === references.length - 1,
      name: names[index], findings: findingsOf(reference), upload: uploads[reference.id], edit, remove, move, send }} />`)}</ol>
    <div class="row add">
      <input id="address" aria-label=${t('new.address')} placeholder="https://…" value=${address} spellcheck="false" onInput=${event => setAddress(event.target.value)}
        onKeyDown=${event => { if (event.key === 'Enter' && !event.isComposing) { event.preventDefault(); addAddress(); } }} />
      <${Button} onClick=${addAddress} disabled=${!address.trim()}>${t('new.addAddress')}<//>
      <${Button} onClick=${() => picker.current.click()}>${t('new.pick')}<//>
      <input type="file" class="unseen" tabindex="-1" aria-label=${t('new.files')} ref=${picker} multiple accept=${accepted(model)}
        onChange=${event => { addFiles(event.target.files); event.target.value = ''; }} />
    </div>
    <p class="hint">${t('new.drop')}</p>
  </fieldset>`;
}

function Reference({ model, reference, index, last, name, findings, upload: pending, edit, remove, move, send }) {
  const { id, kind, url, voice } = reference, title = t('new.reference', { number: index + 1 });
  const [opened] = useState(!!voice), known = !!mediumOf(model, kind), file = url.startsWith('wan-file:') || pending;
  return html`<li class="reference" aria-label=${title}>
    <${Thumbnail} reference=${reference} file=${pending?.file} />
    <div class="grow">
      <div class="row">
        <strong>${name ?? title}</strong>
        ${saysKinds(model) && html`<select aria-label=${`${title}: ${t('new.kind')}`} value=${kind} onChange=${event => edit(id, { kind: event.target.value })}>
          ${!known && html`<option value=${kind}>${kindName(kind)}</option>`}
          ${model.input.media.map(medium => html`<option key=${medium.kind} value=${medium.kind}>${kindName(medium.kind)}</option>`)}</select>`}
        <span class="spring"></span>
        <${Button} aria-label=${t('new.up', { title })} disabled=${index === 0} onClick=${() => move(index, -1)}>↑<//>
        <${Button} aria-label=${t('new.down', { title })} disabled=${last} onClick=${() => move(index, 1)}>↓<//>
        <${Button} aria-label=${t('new.remove', { title })} onClick=${() => remove(id)}>✕<//>
      </div>
      ${!known && html`<p class="findings"><span class="warning">${t('new.notTaken')}</span></p>`}
      ${file
        ? html`<div class="file-name">${reference.name ?? url} <${Facts} reference=${reference} /></div><${Findings} findings=${findings} />`
        : html`<${Field} id=${`url-${id}`} label=${t('new.address')} findings=${findings}>
            ${attributes => html`<input ...${attributes} value=${url} spellcheck="false" onInput=${event => edit(id, { url: event.target.value })} />`}<//>`}
      ${pending && !pending.problem && html`<progress aria-label=${t('new.uploading')} max="1" value=${pending.progress}></progress>`}
      ${pending?.problem && html`<${ProblemNotice} problem=${pending.problem} /><${Button} onClick=${() => send(id, pending.file)}>${t('new.again')}<//>`}
      ${speaks(model, kind) && html`<details open=${opened}><summary>${t('new.voice')}</summary><${Field} id=${`voice-${id}`} label=${t('new.voice.label')} hint=${t('new.voice.hint')}>
        ${attributes => html`<${Voice} ...${{ attributes, voice, onChange: value => edit(id, { voice: value }) }} />`}
      <//></details>`}
    </div>
  </li>`;
}

// An address, or a sound that is uploaded.
function Voice({ attributes, voice, onChange }) {
  const [state, setState] = useState({}), picker = useRef();
  const take = async file => {
    if (!file) return;
    setState({ progress: 0 });
    try {
      onChange((await upload(file, { onProgress: progress => setState({ progress }) })).url);
      setState({});
    } catch (problem) { setState({ problem }); }
  };
  return html`<div class="row"><input ...${attributes} class="grow" value=${voice} spellcheck="false" placeholder="https://…" onInput=${event => onChange(event.target.value)} />
    <${Button} onClick=${() => picker.current.click()}>${t('new.pickSound')}<//>
    <input type="file" class="unseen" tabindex="-1" aria-label=${t('new.pickSound')} accept=".mp3,.wav" ref=${picker} onChange=${event => { take(event.target.files[0]); event.target.value = ''; }} /></div>
    ${state.progress !== undefined && html`<progress aria-label=${t('new.uploading')} max="1" value=${state.progress}></progress>`}
    <${ProblemNotice} problem=${state.problem} />`;
}

function Facts({ reference: { bytes: size, width, height, duration } }) {
  return html`<span class="faint">${[size && bytes(size), width && `${width} × ${height}`, duration && `${duration} s`].filter(Boolean).join(' · ')}</span>`;
}
