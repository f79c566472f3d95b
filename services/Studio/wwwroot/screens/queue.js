// All generations as they go on: found by filters that stand in the address, cancelled, put first.
import { html, useEffect, useMemo, useReducer, useRef, useState } from '../html.js';
import { connection, listen } from '../live.js';
import { go } from '../route.js';
import { t } from '../texts.js';
import { Button, Notice, ProblemNotice, useNow } from '../parts/basics.js';
import { Listing } from '../parts/listing.js';
import { sheet } from '../parts/sheet.js';
import { VirtualTable } from '../parts/virtual.js';
import { CancelMany, CancelOne } from './queue/cancel.js';
import { Counts } from './queue/counts.js';
import { Filters, filterOf } from './queue/filters.js';
import { Cells, columns } from './queue/row.js';
import { usePlaces } from './queue/places.js';

await sheet('screens/queue.css');

const narrow = matchMedia('(max-width: 56rem)');

export default function Queue({ query }) {
  const filter = filterOf(query), name = JSON.stringify(filter);
  const [, redraw] = useReducer(count => count + 1, 0);
  const [asking, setAsking] = useState(null), [said, setSaid] = useState(null), [small, setSmall] = useState(narrow.matches);
  const above = useRef({ count: 0 }), paused = useRef(false);
  const listing = useMemo(() => new Listing(filter, came => { above.current.count += came; redraw(); }), [name]);
  const places = usePlaces();
  useNow(5);

  useEffect(() => {
    if (paused.current) listing.pause(true);
    listing.more();
    const quiet = listen(change => listing.tell(change));
    const back = connection.listen(state => { if (state === 'live' && listing.problem) listing.again(); });
    return () => { quiet(); back(); listing.end(); };
  }, [listing]);
  useEffect(() => {
    const changed = () => setSmall(narrow.matches);
    narrow.addEventListener('change', changed);
    return () => narrow.removeEventListener('change', changed);
  }, []);

  const pause = () => { paused.current = !paused.current; listing.pause(paused.current); };
  const done = problem => { setAsking(null); if (problem !== undefined) setSaid(problem); };
  const { items, whole, held, problem } = listing;

  return html`<div class="queue">
    <div class="row"><h1>${t('screen.queue')}</h1>
      <${Button} aria-pressed=${held ? 'true' : 'false'} onClick=${pause}>${t(held ? 'queue.resume' : 'queue.pause')}<//>
      <span role="status" class="faint">${held ? t('queue.held', { count: held.size }) : ''}</span>
    </div>
    <${Counts} query=${query} />
    <${Filters} query=${query} />
    ${said && (said.message && said.status !== undefined ? html`<${ProblemNotice} problem=${said} />` : html`<${Notice} kind="good">${said}<//>`)}
    <${ProblemNotice} problem=${problem} />
    <div class="row queue-bar">
      <span class="faint" role="status">${problem ? '' : t(whole ? 'queue.all' : 'queue.some', { count: items.length })}</span>
      ${problem && html`<${Button} onClick=${() => listing.again()}>${t('reload')}<//>`}
      <${Button} onClick=${() => setAsking({ many: filter })}>${t('queue.cancelMany')}<//>
    </div>
    <${VirtualTable} rows=${items} whole=${whole} height=${small ? 6.5 : 3.25} head=${columns()} label=${t('screen.queue')} className="queue-rows" above=${above.current}
      onEnd=${() => { if (!problem) listing.more(); }} onSeen=${places.see} onOpen=${row => go('generation', row.id)}
      empty=${html`<p class="queue-empty faint">${problem ? '' : whole ? t('queue.none') : t('queue.reading')}</p>`}
      cells=${(row, active) => html`<${Cells} row=${row} active=${active} place=${places.of(row)} onCancel=${() => setAsking({ one: row })} onSaid=${setSaid} />`} />
    ${asking?.one && html`<${CancelOne} row=${asking.one} onClose=${done} />`}
    ${asking?.many && html`<${CancelMany} filter=${asking.many} onClose=${done} />`}
  </div>`;
}
