// How many there are of each state; each is a way to them.
import { html, useEffect, useRef, useState } from '../../html.js';
import { get } from '../../api.js';
import { listen } from '../../live.js';
import { link } from '../../route.js';
import { t } from '../../texts.js';
import { statuses } from './filters.js';

const atMostEvery = 2000;

export function Counts({ query }) {
  const [counts, setCounts] = useState(null), { tenant } = query, waiting = useRef();
  useEffect(() => {
    let gone = false, asked = 0;
    const read = () => {
      asked = Date.now();
      get('v1/generations:count', { tenant }).then(answer => gone || setCounts(answer), () => {}); // The list below says what is wrong.
    };
    const soon = () => {
      waiting.current ??= setTimeout(() => { waiting.current = null; read(); }, Math.max(0, asked + atMostEvery - Date.now()));
    };
    read();
    const quiet = listen(soon);
    return () => { gone = true; quiet(); clearTimeout(waiting.current); waiting.current = null; };
  }, [tenant]);
  if (!counts) return html`<div class="queue-counts"></div>`;
  return html`<nav class="queue-counts" aria-label=${t('queue.counts')}>
    ${statuses.map(status => html`<a key=${status} class="state" data-status=${status} aria-current=${query.status === status ? 'true' : undefined}
      href=${link('queue', null, { ...query, status: query.status === status ? '' : status })}>
      ${t(`status.${status}`)} <b>${counts.counts[status] ?? 0}${counts.at_least?.includes(status) ? '+' : ''}</b></a>`)}
  </nav>`;
}
