// The video, by an address that is good for an hour. A newer one is there before that ends, for whoever downloads; what plays changes to it only when its own fails, since that begins it anew.
import { html, useEffect, useRef, useState } from '../html.js';
import { ask, get } from '../api.js';
import { t } from '../texts.js';
import { Notice, ProblemNotice } from './basics.js';

const seconds = 3600;

export function useVideoLink(id, there) {
  const [state, setState] = useState({}), [round, setRound] = useState(0);
  useEffect(() => {
    if (!there) return setState({});
    const abort = new AbortController();
    get(`v1/generations/${id}/video/link`, { expires: seconds }, { signal: abort.signal }).then(
      link => setState({ url: link.url, round }),
      problem => abort.signal.aborted || setState({ problem }));
    const timer = setTimeout(() => setRound(count => count + 1), seconds * 900);
    return () => { clearTimeout(timer); abort.abort(); };
  }, [id, there, round]);
  return { ...state, renew: () => setRound(count => count + 1) };
}

export function Player({ id, video, link }) {
  const element = useRef(), place = useRef(null), failed = useRef(false), [address, setAddress] = useState(link.url), [poster, setPoster] = useState(undefined), [broken, setBroken] = useState(false);

  useEffect(() => {
    const abort = new AbortController();
    let made = null;
    ask(`v1/generations/${id}/poster`, { signal: abort.signal, headers: { Accept: 'image/*' } }).then(answer => answer.blob()).then(
      blob => { if (!abort.signal.aborted) setPoster(made = URL.createObjectURL(blob)); },
      () => { /* There is none where ffmpeg is not installed: the video shows itself. */ });
    return () => { abort.abort(); if (made) setTimeout(() => URL.revokeObjectURL(made), 10_000); };
  }, [id, video.sha256]);

  // The address of the same minute is the same one.
  const begin = () => { link.url === address ? element.current.load() : setAddress(link.url); };
  useEffect(() => { if (link.url && (!address || failed.current)) begin(); }, [link.url, link.round]);

  // Once for each time that it plays: its address may just be over. It goes on where it was.
  const fail = () => {
    if (failed.current) return setBroken(true);
    failed.current = true;
    place.current = { time: element.current.currentTime, plays: !element.current.paused };
    link.url && link.url !== address ? begin() : link.renew();
  };
  const goOn = () => {
    setBroken(false);
    if (!place.current) return;
    element.current.currentTime = place.current.time;
    if (place.current.plays) element.current.play().catch(() => { /* The browser wants a click. */ });
    place.current = null;
  };
  return html`<${ProblemNotice} problem=${link.problem} />
    ${broken && html`<${Notice} kind="error">${t('video.broken')}<//>`}
    ${address && html`<video class="player" ref=${element} controls playsinline preload="metadata" width=${video.width} height=${video.height} src=${address} poster=${poster} aria-label=${t('video')}
      onError=${fail} onLoadedMetadata=${goOn} onPlaying=${() => { failed.current = false; }}></video>`}`;
}
