// A value that parts of the page share: whoever uses it is drawn anew when it changes.
import { useEffect, useReducer } from 'preact/hooks';

export function store(value) {
  const listeners = new Set();
  return {
    get value() { return value; },
    set(next) {
      if (Object.is(next, value)) return;
      value = next;
      for (const listener of [...listeners]) listener(value);
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export function useStore(source) {
  const [, redraw] = useReducer(count => count + 1, 0);
  useEffect(() => source.listen(redraw), [source]);
  return source.value;
}

// Of this browser, where it lets pages keep something.
export const kept = {
  get(name) { try { return localStorage.getItem(name); } catch { return null; } },
  set(name, value) { try { value == null ? localStorage.removeItem(name) : localStorage.setItem(name, value); } catch { /* It is forgotten with the page. */ } },
};
