// Changes of all generations as they come (GET /v1/events), shared by whoever shows some. After a break it goes on behind the last one seen.
import { key, path, refused } from './api.js';
import { store } from './store.js';

// 'off' while nobody listens, 'live', or 'lost' while it is tried again.
export const connection = store('off');

const listeners = new Set();
let running = null, last = null;

// Calls back with each change ({ type, timestamp, change, data }), and with null where some may have been missed: read anew then.
export function listen(listener) {
  listeners.add(listener);
  if (!running && !document.hidden) start();
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) stop();
  };
}

function start() {
  const own = running = new AbortController();
  run(own).catch(failure => console.warn(failure));
}

function stop() {
  running?.abort();
  running = null;
  last = null;
  connection.set('off');
}

key.listen(() => {
  last = null;
  if (!running) return;
  running.abort();
  start();
});

// A browser has six connections to a server over HTTP/1.1, for all its tabs: one that nobody sees leaves its own to those that are seen.
document.addEventListener('visibilitychange', () => {
  if (document.hidden) {
    running?.abort();
    running = null;
  } else if (listeners.size > 0 && !running) start();
});

async function run(own) {
  let wait = 500;
  while (!own.signal.aborted) {
    let pause = wait;
    try {
      const answer = await fetch(path('v1/events'), {
        headers: { ...(key.value && { Authorization: `Bearer ${key.value}` }), ...(last && { 'Last-Event-ID': last }) },
        cache: 'no-store',
        signal: own.signal,
      });
      if (last && (answer.status === 400 || answer.status === 410)) {
        last = null;
        continue;
      }
      if (answer.status === 401) refused.set({ code: 'auth', message: '' });
      if (!answer.ok || !answer.body) throw new Error(`events: ${answer.status}`);
      connection.set('live');
      wait = 500;
      if (!last) tell(null); // It begins now: what changed since a list was read is not in it.
      await read(answer.body, own.signal);
      pause = 0; // It ended, as it does when the server stops or the key ends.
    } catch {
      if (own.signal.aborted) return;
    }
    if (own.signal.aborted) return;
    connection.set('lost');
    await new Promise(resolve => {
      const timer = setTimeout(resolve, pause || 500);
      own.signal.addEventListener('abort', () => { clearTimeout(timer); resolve(); }, { once: true });
    });
    wait = Math.min(wait * 2, 15_000);
  }
}

// A comment comes every 15 seconds; a stream that is silent for three times as long is dead, whatever the network says.
async function read(body, signal) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    let timer;
    const silence = new Promise((_, reject) => { timer = setTimeout(() => reject(new Error('silent')), 45_000); });
    const { done, value } = await Promise.race([reader.read(), silence]).catch(failure => { reader.cancel().catch(() => {}); throw failure; }).finally(() => clearTimeout(timer));
    if (done || signal.aborted) return;
    rest += value;
    const blocks = rest.split('\n\n');
    rest = blocks.pop();
    for (const block of blocks) {
      const field = name => block.split('\n').find(line => line.startsWith(`${name}: `))?.slice(name.length + 2);
      const data = field('data');
      if (data) tell(JSON.parse(data));
      last = field('id') ?? last;
    }
  }
}

function tell(change) {
  for (const listener of [...listeners]) {
    try { listener(change); } catch (failure) { console.error(failure); }
  }
}
