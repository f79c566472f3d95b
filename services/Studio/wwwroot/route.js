// Where one is: #/queue?status=failed. Filters stand in it, so that an address can be sent to somebody.
import { store } from './store.js';

export const route = store(read());
addEventListener('hashchange', () => route.set(read()));

function read() {
  const [place, query = ''] = location.hash.replace(/^#\/?/, '').split('?');
  const parts = place.split('/').map(decoded);
  return { screen: parts[0] || 'new', id: parts[1] ?? null, query: Object.fromEntries(new URLSearchParams(query)), whole: location.hash };
}

// An address that was cut short is shown as it is: the server says that there is no such thing.
function decoded(part) {
  try { return decodeURIComponent(part); } catch { return part; }
}

export function link(screen, id = null, query = {}) {
  const filled = Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== '');
  return `#/${screen}${id ? `/${encodeURIComponent(id)}` : ''}${filled.length ? `?${new URLSearchParams(filled)}` : ''}`;
}

export function go(screen, id, query) { location.hash = link(screen, id, query); }
// The same place with other filters, without a step back for each letter typed.
export function refine(query) {
  history.replaceState(null, '', link(route.value.screen, route.value.id, { ...route.value.query, ...query }));
  route.set(read());
}
