// One generation: what was asked for, how far it is, what came of it and what it cost, as it changes.
import { html, useEffect, useRef, useState } from '../html.js';
import { get } from '../api.js';
import { learnt } from '../forms/phases.js';
import { listen } from '../live.js';
import { Actions } from '../parts/actions.js';
import { Button, Copy, Findings, Notice, ProblemNotice, State, clock, moment } from '../parts/basics.js';
import { Happened, Phases } from '../parts/phases.js';
import { Player, useVideoLink } from '../parts/player.js';
import { Cost, Ids, Proof } from '../parts/proof.js';
import { sheet } from '../parts/sheet.js';
import { Thumbnail } from '../parts/thumbnail.js';
import { t } from '../texts.js';

await sheet('screens/new.css');
await sheet('screens/generation.css');

const ended = ['completed', 'failed', 'cancelled', 'rejected'];

// It, read anew at each of its changes, and every few seconds while its place in the line moves, or something was asked for that is no change of its state, such as a hold.
function useGeneration(id) {
  const [state, setState] = useState({}), again = useRef(() => {}), over = useRef(false), until = useRef(0);
  useEffect(() => {
    const abort = new AbortController();
    let reading = false, wanted = false;
    const read = async () => {
      if (reading) { wanted = true; return; }
      reading = true;
      do {
        wanted = false;
        try {
          const generation = await get(`v1/generations/${encodeURIComponent(id)}`, {}, { signal: abort.signal });
          over.current = ended.includes(generation.status);
          setState({ generation });
        } catch (problem) {
          if (abort.signal.aborted) return;
          setState(current => ({ generation: problem.status === 404 ? undefined : current.generation, problem }));
        }
      } while (wanted);
      reading = false;
    };
    again.current = read;
    read();
    const stop = listen(change => { if (!change || change.data?.id === id) read(); });
    const timer = setInterval(() => (over.current && Date.now() > until.current) || document.hidden || read(), 3000);
    return () => { abort.abort(); stop(); clearInterval(timer); };
  }, [id]);
  return { ...state, read: () => { until.current = Date.now() + 60_000; again.current(); } };
}

// How long those of the same model took lately; it is asked for once, and what is shown without it is right too.
function useTimes(model, wanted) {
  const [times, setTimes] = useState(null);
  useEffect(() => {
    if (!model || !wanted) return undefined;
    const abort = new AbortController();
    get('v1/generations', { status: 'completed', model, view: 'full', limit: 20 }, { signal: abort.signal }).then(page => setTimes(learnt(page.items)), () => {});
    return () => abort.abort();
  }, [model, wanted]);
  return times;
}

export default function One({ id }) {
  const { generation, problem, read } = useGeneration(id);
  const over = generation && ended.includes(generation.status);
  const times = useTimes(generation?.model, generation && !over);
  const link = useVideoLink(id, !!generation?.video && !generation.video.deleted_at);
  if (!generation) return html`<h1>${t('screen.generation')}</h1>
    ${problem?.status === 404 ? html`<${Notice} kind="warning">${t('one.gone')} <code>${id}</code><//>` : html`<${ProblemNotice} problem=${problem} />`}`;
  const { status, model, error, queue, findings, request, links } = generation;
  return html`<div class="title row"><h1>${model}</h1><${State} status=${status} /><span class="faint">${moment(generation.created_at)}</span></div>
    <span class="unseen" role="status">${t('one.is', { status: t(`status.${status}`) })}</span>
    ${problem && problem.status !== 404 && html`<${ProblemNotice} problem=${problem} />`}
    <${Actions} generation=${generation} video=${link} onChange=${read} />
    <div class="one">
      <div>
        ${error && html`<${Notice} kind=${status === 'uncertain' || status === 'cancelled' ? 'warning' : 'error'}><p>${error.message}</p><p class="faint"><code>${error.code}</code>${error.vendor_code ? html` · ${t('one.vendorCode')} <code>${error.vendor_code}</code>` : ''}</p><//>`}
        ${queue?.waiting_for && html`<${Notice}>${t('one.waits', { reason: queue.waiting_for })}${queue.position ? ` ${t(queue.at_least ? 'one.place.least' : 'one.place', { position: queue.position })}` : ''}${queue.estimated_start ? ` ${t('one.starts', { time: clock(queue.estimated_start) })}` : ''}<//>`}
        ${status === 'uncertain' && html`<${Decision} generation=${generation} onDone=${read} />`}
        ${generation.video && !generation.video.deleted_at && html`<div class="card stage"><${Player} id=${id} video=${generation.video} link=${link} /></div>`}
        <section class="card" aria-labelledby="timeline-title"><h2 id="timeline-title">${t('timeline')}</h2>
          <${Phases} generation=${generation} times=${times} />
          <${Happened} timeline=${generation.timeline ?? []} />
        </section>
        ${findings?.length > 0 && html`<section class="card" aria-labelledby="findings-title"><h2 id="findings-title">${t('findings')}</h2><${Findings} findings=${findings.map(finding => ({ ...finding, message: `${finding.pointer} ${finding.message}` }))} /></section>`}
        <${Asked} id=${id} request=${request} there=${!!links.request} />
        <section class="card"><details><summary>${t('one.raw')}</summary><${Json} value=${generation} /></details></section>
      </div>
      <div><${Cost} cost=${generation.cost} usage=${generation.usage} /><${Proof} video=${generation.video} /><${Ids} generation=${generation} /></div>
    </div>`;
}

function Json({ value }) {
  const text = JSON.stringify(value, null, 2);
  return html`<${Copy} text=${text} /><pre tabindex="0">${text}</pre>`;
}

// What was asked for; a large one is read once it is wanted.
function Asked({ id, request: known, there }) {
  const [read, setRead] = useState(null), [problem, setProblem] = useState(null);
  const request = known ?? read;
  if (!request && !there) return null;
  const input = request?.input ?? {};
  const urls = [...input.media?.map(item => item.url) ?? [], ...input.reference_urls ?? [], ...input.reference_video_urls ?? []].filter(url => typeof url === 'string');
  return html`<section class="card" aria-labelledby="asked-title"><h2 id="asked-title">${t('one.asked')}</h2>
    <${ProblemNotice} problem=${problem} />
    ${request ? html`
      ${input.prompt && html`<blockquote class="asked">${input.prompt}</blockquote>`}
      ${urls.length > 0 && html`<ul class="urls">${urls.map((url, index) => html`<li key=${index}><${Thumbnail} reference=${{ url }} /><span>${url.length > 200 ? `${url.slice(0, 200)}…` : url}</span></li>`)}</ul>`}
      ${request.parameters && html`<p class="faint">${Object.entries(request.parameters).map(([name, value]) => `${name}: ${value}`).join(' · ')}</p>`}
      <details><summary>${t('one.request')}</summary><${Json} value=${request} /></details>`
    : html`<${Button} onClick=${() => get(`v1/generations/${id}/request`).then(setRead, setProblem)}>${t('one.large')}<//>`}
  </section>`;
}

// What a person can decide of an uncertain one is a part of its own, which few need.
function Decision({ generation, onDone }) {
  const [Part, setPart] = useState(null);
  useEffect(() => { import('../parts/decide.js').then(module => setPart(() => module.Decide), () => {}); }, []);
  return Part && html`<section class="card" aria-label=${t('screen.person')}><${Part} generation=${generation} onDone=${onDone} /></section>`;
}
