// Asks for a video: the form is made of what GET /v1/models says, and every change of it is judged and priced by a dry run.
import { html, useEffect, useMemo, useRef, useState } from '../html.js';
import { get } from '../api.js';
import { operates } from '../app.js';
import { empty, isEmpty, keepDraft, newKey, readDraft } from '../forms/draft.js';
import { baseOf, identifiers, mediumOf, modelOf } from '../forms/models.js';
import { useQuote } from '../forms/quote.js';
import { draftOf, further, requestOf } from '../forms/request.js';
import { Button, Field, Findings, Notice, ProblemNotice } from '../parts/basics.js';
import { OwnFields } from '../parts/own-fields.js';
import { Parameters } from '../parts/parameters.js';
import { ForWhom, ownTenant } from '../parts/for-whom.js';
import { Price, rates } from '../parts/price.js';
import { Prompt } from '../parts/prompt.js';
import { References } from '../parts/references.js';
import { Samples } from '../parts/samples.js';
import { useSubmission, Submission } from '../parts/submission.js';
import { sheet } from '../parts/sheet.js';
import { refine } from '../route.js';
import { kept, useStore } from '../store.js';
import { t } from '../texts.js';

await sheet('screens/new.css');

export default function New({ query }) {
  const [models, setModels] = useState(null), [problem, setProblem] = useState(null);
  useEffect(() => { get('v1/models').then(answer => setModels(answer.items), setProblem); }, []);
  return html`<h1>${t('new.title')}</h1>
    <${ProblemNotice} problem=${problem} />
    ${models?.length === 0 && html`<${Notice} kind="warning">${t('new.noModels')}<//>`}
    ${models?.length > 0 && html`<${Form} models=${models} from=${query.from} />`}`;
}

function Form({ models, from }) {
  const operator = useStore(operates);
  const [draft, setDraft] = useState(readDraft), [earlier, setEarlier] = useState(null), [problem, setProblem] = useState(null);
  const [uploads, setUploads] = useState({}), [touched, setTouched] = useState({}), [seeded, setSeeded] = useState(0);
  const form = useRef();
  const model = modelOf(models, draft.model) ?? modelOf(models, kept.get('wan.model')) ?? easiest(models);
  const name = draft.model && modelOf(models, draft.model) ? draft.model : model.name;

  useEffect(() => keepDraft(draft), [draft]);
  const change = values => setDraft(current => ({ ...current, ...(typeof values === 'function' ? values(current) : values) }));
  const touch = place => setTouched(current => current[place] ? current : { ...current, [place]: true });

  // The same again, with changes: what was asked for comes into the form, and what stood in it can be brought back.
  useEffect(() => {
    if (!from) return undefined;
    let gone = false;
    const fill = async () => {
      const [generation, request, self] = await Promise.all([get(`v1/generations/${encodeURIComponent(from)}`), get(`v1/generations/${encodeURIComponent(from)}/request`), ownTenant()]);
      if (gone) return;
      setDraft(current => {
        if (!isEmpty(current)) setEarlier(current);
        return { ...draftOf(request, generation, modelOf(models, request.model) ?? model), again: { earlier: generation.tenant, self }, key: newKey() };
      });
      setSeeded(count => count + 1);
      refine({ from: null });
    };
    fill().catch(problem => gone || setProblem(problem));
    return () => { gone = true; };
  }, [from]);

  const { request, places } = useMemo(() => requestOf({ ...draft, model: name }, model), [draft, model]);
  const wanted = !isEmpty(draft) && further(draft.more) !== undefined, waiting = Object.values(uploads).some(upload => upload && !upload.problem);
  const quote = useQuote(request, wanted && !waiting);
  const anew = () => change(current => ({ key: newKey(), own: { ...current.own, client_request_id: '' } }));
  const submission = useSubmission({ draft, request, onDone: anew, onNewKey: anew });

  // What is wrong with a field is told once somebody was there, or has asked for the video; what is odd at once.
  const everything = submission.findings ?? quote.findings;
  const shown = everything.filter(finding => finding.severity !== 'error' || submission.tried || touched[placeOf(finding.pointer)] || !finding.code.endsWith('.blank') && !finding.code.endsWith('.missing'));
  const findingsOf = pointer => shown.filter(finding => finding.pointer === pointer || finding.pointer.startsWith(`${pointer}/`));
  const exactly = pointers => shown.filter(finding => pointers.includes(finding.pointer));
  const list = ['/input/media', '/input/reference_urls', '/input/reference_video_urls'];
  const fields = ['/model', '/input/prompt', '/input/negative_prompt', ...Object.values(places), ...model.parameters.map(({ name }) => `/parameters/${name}`), '/priority', '/start_by', '/tenant', '/client_request_id', '/callback_url', '/metadata'];
  const others = shown.filter(finding => !list.includes(finding.pointer) && !fields.some(field => finding.pointer === field || finding.pointer.startsWith(`${field}/`)));
  // Opened where something stands in them as the form is filled, and then left to whoever looks.
  const opened = useMemo(() => ({ own: ownIsUsed(draft), more: !!draft.more }), [seeded]);
  const chinese = /\p{Script=Han}/u.test(draft.prompt);
  const names = identifiers(model, draft.references, chinese);
  const besideVideo = draft.references.some(({ kind, media_type, url }) => (mediumOf(model, kind) && baseOf(mediumOf(model, kind)) === 'video') || media_type?.startsWith('video/') || /\.(mp4|mov)([?#]|$)/i.test(url ?? ''));
  const clear = () => { setEarlier(draft); setDraft({ ...empty(), model: name }); setUploads({}); setTouched({}); submission.reset(); setSeeded(count => count + 1); };

  // What is written before it has come would be lost to it, and the old form be sent.
  if (from && !problem) return html`<p class="faint" role="status">${t('new.filling')}</p>`;
  return html`<form ref=${form} class="new" key=${seeded} noValidate onSubmit=${event => { event.preventDefault(); if (!waiting) submission.send(form.current); }}>
    <div class="card">
      <${ProblemNotice} problem=${problem} />
      ${earlier && html`<${Notice}>${t('new.replaced')} <${Button} onClick=${() => { setDraft(earlier); setEarlier(null); setSeeded(count => count + 1); }}>${t('new.bringBack')}<//><//>`}
      <${Field} id="model" label=${t('new.model')} hint=${[rates(model) && t('price.rates', { rates: rates(model) }), !model.available && t('new.unavailable')].filter(Boolean).join(' ')} findings=${findingsOf('/model')}>
        ${attributes => html`<select ...${attributes} value=${name} onChange=${event => { kept.set('wan.model', event.target.value); change({ model: event.target.value }); }}>
          ${!models.some(known => known.name === name) && html`<option value=${name}>${name}</option>`}
          ${models.map(known => html`<option key=${known.name} value=${known.name}>${known.name}${known.available ? '' : ` (${t('new.noAccount')})`}</option>`)}</select>`}
      <//>
      ${model.facts?.doubted?.length > 0 && html`<details><summary>${t('new.doubted')}</summary><ul>${model.facts.doubted.map(fact => html`<li>${fact}.</li>`)}</ul></details>`}
      ${model.input.media.length > 0 && html`<${References} ...${{ model, references: draft.references, names, uploads, setUploads }} findings=${exactly(list)}
        findingsOf=${reference => places[reference.id] ? findingsOf(places[reference.id]).filter(finding => reference.url || submission.tried) : []}
        change=${how => change(current => ({ references: how(current.references) }))} />`}
      <${Prompt} value=${draft.prompt} names=${names.filter(Boolean)} max=${model.input.max_prompt} findings=${findingsOf('/input/prompt')}
        onInput=${prompt => change({ prompt })} onBlur=${() => draft.prompt && touch('/input/prompt')} />
      ${model.input.fields.includes('negative_prompt') && html`<${Field} id="negative" label=${t('new.negative')} findings=${findingsOf('/input/negative_prompt')}>
        ${attributes => html`<textarea ...${attributes} class="low" rows="2" value=${draft.negative} onInput=${event => change({ negative: event.target.value })} />`}<//>`}
      <fieldset><legend>${t('new.parameters')}</legend>
        <${Parameters} ...${{ model, values: draft.parameters, besideVideo, findingsOf, touch }} change=${(name, value) => change(current => ({ parameters: { ...current.parameters, [name]: value } }))} />
      </fieldset>
      <details open=${opened.own}><summary>${t('own')}</summary><${OwnFields} ...${{ draft, operator, findingsOf, change }} /></details>
      <details open=${opened.more}><summary>${t('more')}</summary>
        <${Field} id="more" label=${t('more.label')} hint=${t('more.hint')} findings=${further(draft.more) === undefined ? [{ severity: 'error', message: t('more.wrong') }] : []}>
          ${attributes => html`<textarea ...${attributes} class="code" rows="5" spellcheck="false" value=${draft.more} onInput=${event => change({ more: event.target.value })} />`}<//>
      </details>
    </div>
    <aside class="card side">
      <${Price} quote=${quote} wanted=${wanted}>
        ${operator !== false && draft.again && html`<${ForWhom} ...${{ draft, change }} />`}
        <${Submission} ...${{ submission, waiting, disabled: further(draft.more) === undefined }} />
        <${Findings} findings=${others} />
      <//>
      <div class="row"><${Samples} request=${request} /><${Button} onClick=${clear}>${t('new.clear')}<//></div>
    </aside>
  </form>`;
}

// For whoever has chosen none: the newest that a prompt is enough for.
const easiest = models => models.findLast(({ available, input }) => available && input.prompt === 'always' && input.min_references === 0 && !input.sets) ?? models.find(model => model.available) ?? models[0];

// '/parameters/duration' of '/parameters/duration/0', '/input/prompt' of itself.
const placeOf = pointer => pointer.split('/').slice(0, 3).join('/');
const ownIsUsed = draft => draft.labels.length > 0 || Object.values(draft.own).some(Boolean);
