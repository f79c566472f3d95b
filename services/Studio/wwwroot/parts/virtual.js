// A table of any length of which only what is seen is drawn. Arrow keys, Page Up and Down, Home and End move in it; Enter does what the row is for.
import { html, useEffect, useLayoutEffect, useRef, useState } from '../html.js';

const beyond = 6; // Rows drawn above and below what is seen, so that scrolling shows no holes.

// rows: what to show, each with an id. whole: whether these are all. height: of a row, in rem. head: names of the columns. cells(row, isActive): what stands in them.
// onEnd is called near the end of what there is, onSeen with the rows that are drawn. above: how many rows came in above since the last drawing ({ count }, taken from).
export function VirtualTable({ rows, whole, height, head, cells, label, className, onEnd, onSeen, onOpen, above, empty }) {
  const box = useRef(), size = height * rem(), pending = useRef(false), focusNext = useRef(null);
  const [view, setView] = useState({ top: 0, tall: 600 }), [activeId, setActive] = useState(null);
  const measure = () => {
    pending.current = false;
    if (box.current) setView({ top: box.current.scrollTop, tall: box.current.clientHeight });
  };
  const later = () => { if (!pending.current) { pending.current = true; requestAnimationFrame(measure); } };

  useEffect(() => {
    const watcher = new ResizeObserver(later);
    watcher.observe(box.current);
    return () => watcher.disconnect();
  }, []);
  // Whoever looks further down goes on seeing the same rows when newer ones come in above.
  useLayoutEffect(() => {
    if (above?.count && box.current.scrollTop > size) { box.current.scrollTop += above.count * size; measure(); }
    if (above) above.count = 0;
  });

  const first = Math.max(0, Math.floor(view.top / size) - beyond);
  const last = Math.min(rows.length, Math.ceil((view.top + view.tall) / size) + beyond);
  const activeAt = rows.findIndex(row => row.id === activeId);
  const tabAt = activeAt >= 0 ? activeAt : Math.min(rows.length - 1, Math.ceil(view.top / size));
  const drawn = [];
  for (let at = first; at < last; at++) drawn.push(at);
  if (activeAt >= 0 && (activeAt < first || activeAt >= last)) activeAt < first ? drawn.unshift(activeAt) : drawn.push(activeAt); // It keeps the focus.

  useEffect(() => {
    onSeen?.(rows.slice(first, last));
    if (last >= rows.length - 50) onEnd?.();
  });
  // A row that is taken away, or only moved in the document, loses the focus: then the one that stands for it gets it.
  const held = box.current?.contains(document.activeElement);
  useLayoutEffect(() => {
    const wanted = focusNext.current ?? (held && document.activeElement === document.body ? rows[tabAt]?.id : null);
    const node = wanted && [...box.current.querySelectorAll('[data-id]')].find(row => row.dataset.id === wanted);
    if (!node) return;
    focusNext.current = null;
    node.focus({ preventScroll: true });
  });

  const move = at => {
    at = Math.max(0, Math.min(rows.length - 1, at));
    if (!rows[at]) return;
    const top = at * size, bottom = top + size, node = box.current;
    if (top < node.scrollTop) node.scrollTop = top;
    else if (bottom > node.scrollTop + node.clientHeight) node.scrollTop = bottom - node.clientHeight;
    focusNext.current = rows[at].id;
    setActive(rows[at].id);
    measure();
  };
  const page = Math.max(1, Math.floor(view.tall / size) - 1);
  const keys = event => {
    if (event.target.getAttribute('role') !== 'row' || event.ctrlKey || event.metaKey || event.altKey) return;
    const to = { ArrowDown: tabAt + 1, ArrowUp: tabAt - 1, PageDown: tabAt + page, PageUp: tabAt - page, Home: 0, End: rows.length - 1 }[event.key];
    if (to !== undefined) { event.preventDefault(); move(to); }
    else if (event.key === 'Enter') { event.preventDefault(); onOpen?.(rows[tabAt]); }
  };

  return html`<div class=${`virtual ${className}`} role="grid" aria-label=${label} aria-rowcount=${whole ? rows.length + 1 : -1} onKeyDown=${keys}>
    <div role="rowgroup" class="virtual-head"><div role="row" aria-rowindex="1" class="virtual-row">${head.map(name => html`<div role="columnheader" key=${name}>${name}</div>`)}</div></div>
    <div role="rowgroup" class="virtual-body" ref=${box} onScroll=${later}>
      ${rows.length === 0 && empty}
      <div role="presentation" class="virtual-space" style=${{ height: `${rows.length * size}px` }}>
        ${drawn.map(at => html`<div role="row" class="virtual-row" key=${rows[at].id} data-id=${rows[at].id} aria-rowindex=${at + 2} tabindex=${at === tabAt ? 0 : -1}
          style=${{ top: `${at * size}px`, height: `${size}px` }} onFocus=${() => { if (activeId !== rows[at].id) setActive(rows[at].id); }}>
          ${cells(rows[at], at === tabAt)}
        </div>`)}
      </div>
    </div>
  </div>`;
}

const rem = () => parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
