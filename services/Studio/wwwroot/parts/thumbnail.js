// A small picture of a reference. Of an address of elsewhere there is none: the page loads nothing from there.
import { html, useEffect, useState } from '../html.js';
import { ask, get } from '../api.js';
import { baseOfUrl } from '../forms/models.js';

const largest = 25_000_000;
// Files that were uploaded from this page, by their address, so that none is fetched again to be shown.
const local = new Map();
export const remember = (url, file) => local.set(url, file);

const signs = {
  image: 'M3 5h18v14H3zM6 16l4-5 3 3 3-4 3 6z',
  video: 'M3 5h18v14H3zM10 9v6l5-3z',
  audio: 'M9 17a2.5 2.5 0 1 1-2-2.45V6l10-2v11a2.5 2.5 0 1 1-2-2.45V7.2L9 8.4z',
};

export function Thumbnail({ reference: { url, media_type }, file }) {
  const [shown, setShown] = useState(null);
  const source = file ?? local.get(url) ?? url;
  useEffect(() => {
    const abort = new AbortController();
    let made = null;
    const show = blob => {
      if (abort.signal.aborted || !/^(image|video)\//.test(blob.type)) return;
      made = URL.createObjectURL(blob);
      setShown({ address: made, type: blob.type });
    };
    setShown(null);
    if (source instanceof Blob) show(source);
    else if (source.startsWith('data:image/')) setShown({ address: source, type: 'image/' });
    else if (source.startsWith('wan-file:')) stored(source, abort.signal).then(blob => blob && show(blob), () => { /* It has gone, and what is found says so. */ });
    return () => {
      abort.abort();
      if (made) setTimeout(() => URL.revokeObjectURL(made), 10_000);
    };
  }, [source]);
  const base = (file?.type || media_type)?.split('/')[0] ?? baseOfUrl(url);
  return html`<div class="thumbnail" aria-hidden="true">
    ${shown?.type.startsWith('image/') ? html`<img src=${shown.address} alt="" />`
    : shown ? html`<video src=${shown.address} muted preload="metadata" tabindex="-1"></video>`
    : html`<svg viewBox="0 0 24 24" width="32" height="32" fill="none" stroke="currentColor" stroke-width="1.5"><path d=${signs[base] ?? signs.image} /></svg>`}
  </div>`;
}

// The door gives files to be saved, without the type that shows them.
async function stored(url, signal) {
  const place = `v1/files/${encodeURIComponent(url.slice('wan-file:'.length))}`;
  const { media_type: type, bytes } = await get(place, {}, { signal });
  if (bytes > largest || !/^(image|video)\//.test(type)) return null;
  const answer = await ask(`${place}/content`, { signal, headers: { Accept: '*/*' } });
  return new Blob([await answer.arrayBuffer()], { type });
}
