// Generations that need a person: uncertain ones, results about to be deleted at the vendor, and what came in the place of a video.
import { html, useEffect, useRef, useState } from '../../html.js';
import { get, path, post, key } from '../../api.js';
import { operates } from '../../app.js';
import { listen } from '../../live.js';
import { link } from '../../route.js';
import { useStore } from '../../store.js';
import { t } from '../../texts.js';
import { Button, Confirm, Notice, ProblemNotice, State, bytes, duration, moment, since, useNow } from '../../parts/basics.js';
import { Decide } from '../../parts/decide.js';
import { Section, useAsked } from './section.js';

const most = 50, pages = 10, hour = 3_600_000;

// The newest of a filter. A page looks at 5,000, and may have nothing of a rare error: what is behind them is asked for too.
async function newest(filter) {
  const items = [];
  for (let page = 0, cursor; ; page++) {
    const answer = await get('v1/generations', { ...filter, limit: most, cursor });
    items.push(...answer.items);
    cursor = answer.next;
    if (!cursor || items.length >= most || page >= pages) return { items, next: cursor };
  }
}

// Those that are archived, with the oldest among them, whose results are deleted first, though lists begin with the newest: the older ones are asked for first, until they are enough.
async function oldest(filter) {
  const now = Date.now(), ages = [22, 16, 8, 2, 0], items = [];
  for (const [at, age] of ages.entries()) {
    const between = { created_before: age ? new Date(now - age * hour).toISOString() : undefined, created_after: at ? new Date(now - ages[at - 1] * hour).toISOString() : undefined };
    const answer = await get('v1/generations', { ...filter, ...between, limit: 4 * most });
    items.push(...answer.items);
    if (answer.next || items.length >= most) return { items, next: answer.next || age > 0 };
  }
  return { items };
}

// Those of a filter, read again when one of the states named comes or goes.
function useGenerations(filter, states, read = newest) {
  const asked = useAsked(() => read(filter)), seen = useRef(new Set());
  seen.current = new Set(asked.value?.items.map(item => item.id));
  useEffect(() => {
    let timer;
    const quiet = listen(change => {
      if (change && !states.includes(change.data.status) && !seen.current.has(change.data.id)) return;
      timer ??= setTimeout(() => { timer = null; asked.read(); }, 500);
    });
    return () => { quiet(); clearTimeout(timer); };
  }, []);
  return { ...asked, items: asked.value?.items, more: Boolean(asked.value?.next) };
}

const Named = ({ item }) => html`<h3><a href=${link('generation', item.id)}>${item.client_request_id ?? item.id}</a> <${State} status=${item.status} /></h3>
  <p class="faint">${[item.model, operates.value && item.tenant, moment(item.created_at)].filter(Boolean).join(' · ')}</p>`;

export function Uncertain() {
  const { items, more, problem, read } = useGenerations({ status: 'uncertain' }, ['uncertain']);
  return html`<${Section} name="uncertain" count=${items?.length} more=${more} problem=${problem} onAgain=${read}>
    <p>${t('person.uncertain.why')}</p>
    ${items?.map(item => html`<article key=${item.id} class="needs"><${Named} item=${item} /><${Decide} generation=${item} /></article>`)}
  <//>`;
}

export function Expiring() {
  const { items, more, problem, read } = useGenerations({ status: 'archiving' }, ['archiving'], oldest);
  const now = useNow(30);
  const sorted = items && [...items].filter(item => item.result_expires_at).sort((a, b) => Date.parse(a.result_expires_at) - Date.parse(b.result_expires_at));
  return html`<${Section} name="expiring" count=${sorted?.length} more=${more} problem=${problem} onAgain=${read}>
    <p>${t('person.expiring.why')}</p>
    ${sorted?.length > 0 && html`<div class="scroll" tabindex="0" role="region" aria-label=${t('table.of', { name: t('person.expiring') })}><table>
      <thead><tr><th scope="col">${t('queue.column.which')}</th><th scope="col">${t('person.expiring.until')}</th><th scope="col">${t('person.expiring.left')}</th></tr></thead>
      <tbody>${sorted.map(item => html`<tr key=${item.id}><td><a href=${link('generation', item.id)}>${item.client_request_id ?? item.id}</a></td>
        <td>${moment(item.result_expires_at)}</td><td>${duration(-since(item.result_expires_at, now))}</td></tr>`)}</tbody>
    </table></div>`}
  <//>`;
}

export function Unarchived() {
  const { items, more, problem, read } = useGenerations({ status: 'failed', error_code: 'archiving_failed', created_after: new Date(Date.now() - 2 * 86_400_000).toISOString() }, ['failed', 'archiving']);
  const operator = useStore(operates), [asked, setAsked] = useState([]), [said, setSaid] = useState(null);
  const again = id => post(`v1/generations/${id}/archive`).then(() => { setAsked(ids => [...ids, id]); setSaid(null); }, setSaid);
  return html`<${Section} name="unarchived" count=${items?.length} more=${more} problem=${problem} onAgain=${read}>
    <p>${t('person.unarchived.why')}</p>
    <${ProblemNotice} problem=${said} />
    ${items?.map(item => html`<article key=${item.id} class="needs"><${Named} item=${item} /><p>${item.error?.message}</p>
      ${asked.includes(item.id) ? html`<${Notice} kind="good">${t('person.unarchived.asked')}<//>` : operator !== false && html`<${Button} onClick=${() => again(item.id)}>${t('person.unarchived.again')}<//>`}</article>`)}
  <//>`;
}

export function Quarantined() {
  const { items, more, problem, read } = useGenerations({ status: 'failed', error_code: 'quarantined' }, ['failed']);
  return html`<${Section} name="quarantined" count=${items?.length} more=${more} problem=${problem} onAgain=${read}>
    <p>${t('person.quarantined.why')}</p>
    ${items?.map(item => html`<${Kept} key=${item.id} item=${item} onDone=${read} />`)}
  <//>`;
}

function Kept({ item, onDone }) {
  const operator = useStore(operates);
  const [kept, setKept] = useState(null), [problem, setProblem] = useState(null), [source, setSource] = useState(null), [sure, setSure] = useState(false), [done, setDone] = useState(false);
  useEffect(() => { get(`v1/generations/${item.id}/quarantine`).then(setKept, setProblem); }, [item.id]);
  useEffect(() => () => { if (source) URL.revokeObjectURL(source); }, [source]);
  const see = async () => {
    try {
      const answer = await fetch(path(`v1/generations/${item.id}/quarantine/video`), { headers: key.value ? { Authorization: `Bearer ${key.value}` } : {} });
      if (!answer.ok) throw Object.assign(new Error(`HTTP ${answer.status}`), { status: answer.status });
      setSource(URL.createObjectURL(new Blob([await answer.blob()], { type: 'video/mp4' })));
    } catch (failure) { setProblem(failure); }
  };
  const accept = yes => {
    setSure(false);
    if (yes) post(`v1/generations/${item.id}/quarantine/accept`).then(() => { setDone(true); onDone(); }, setProblem);
  };
  return html`<article class="needs"><${Named} item=${item} />
    <${ProblemNotice} problem=${problem} />
    ${kept && html`<ul>${kept.reasons.map(reason => html`<li key=${reason}>${reason}</li>`)}</ul>
      <p>${t(kept.came_twice ? 'person.quarantined.twice' : 'person.quarantined.once')} ${bytes(kept.bytes)}, ${t('person.quarantined.size', kept.video)}</p>
      <p class="faint">SHA-256 <code class="long">${kept.sha256}</code></p>`}
    ${source && html`<video controls src=${source}><track kind="captions" /></video>`}
    ${done ? html`<${Notice} kind="good">${t('person.quarantined.accepted')}<//>` : kept && html`<div class="row">
      ${!source && html`<${Button} onClick=${see}>${t('person.quarantined.see')}<//>`}
      ${operator !== false && kept.accept_url && html`<${Button} onClick=${() => setSure(true)}>${t('person.quarantined.accept')}<//>`}
    </div>`}
    ${sure && html`<${Confirm} title=${t('person.quarantined.accept')} action=${t('person.quarantined.accept')} onClose=${accept}><p>${t('person.quarantined.sure')}</p><//>`}
  </article>`;
}
