// The place in the line and why it waits, which lists don't have: asked for those waiting ones that are seen, a few at a time, and again while they are looked at.
import { useEffect, useReducer, useRef } from '../../html.js';
import { get } from '../../api.js';

const good = 8000, atOnce = 4;

export function usePlaces() {
  const [, redraw] = useReducer(count => count + 1, 0);
  const kept = useRef({ known: new Map(), seen: [], asking: 0 }).current;
  useEffect(() => {
    const look = () => {
      if (document.hidden) return;
      for (const row of kept.seen) {
        if (kept.asking >= atOnce) return;
        const last = kept.known.get(row.id);
        if (row.status !== 'submitting' || (last && Date.now() - last.at < good)) continue;
        kept.known.set(row.id, { ...last, at: Date.now() });
        kept.asking++;
        get(`v1/generations/${row.id}`).then(answer => kept.known.set(row.id, { at: Date.now(), queue: answer.queue }), () => {}).finally(() => {
          kept.asking--;
          redraw();
          look();
        });
      }
      if (kept.known.size > 2000) kept.known.clear();
    };
    const timer = setInterval(look, 1000);
    return () => clearInterval(timer);
  }, []);
  return {
    see: rows => { kept.seen = rows; },
    of: row => row.status === 'submitting' ? kept.known.get(row.id)?.queue : undefined,
  };
}
