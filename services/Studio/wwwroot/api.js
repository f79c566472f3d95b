// The doors, as every client calls them: one key, problem documents, time limits.
import { kept, store } from './store.js';

const keyName = 'wan.key';
const seconds = 30;

// The key that requests carry; null for none. It is kept in this tab alone unless it is to be remembered.
export const key = store(read());
// Whether a key is asked for, and why: { code, message } of the last refusal; null while all is well.
export const refused = store(null);

function read() {
  try { return sessionStorage.getItem(keyName) ?? kept.get(keyName); } catch { return kept.get(keyName); }
}

export function useKey(value, remember) {
  try { value ? sessionStorage.setItem(keyName, value) : sessionStorage.removeItem(keyName); } catch { /* It is in memory. */ }
  kept.set(keyName, value && remember ? value : null);
  refused.set(null);
  key.set(value);
}

// What went wrong, as its problem document says (RFC 9457): status 0 is a server that can't be reached.
export class Problem extends Error {
  constructor(status, body, retryAfter) {
    super(body?.detail ?? body?.title ?? (status ? `HTTP ${status}` : 'The server can’t be reached.'));
    this.status = status;
    this.title = body?.title;
    this.findings = body?.findings ?? [];
    this.code = this.findings[0]?.code;
    this.traceId = body?.traceId;
    this.retryAfter = retryAfter;
  }
}

// An address of the API beneath this page's own, such as path('v1/generations', { status: 'failed', limit: 50 }); what is null or '' is left out.
export function path(where, query = {}) {
  const url = new URL(where, document.baseURI.split(/[?#]/)[0]);
  for (const [name, value] of Object.entries(query)) if (value !== null && value !== undefined && value !== '') url.searchParams.set(name, value);
  return url;
}

// Asks, and gives the answer as it is; throws a Problem for what is refused, fails, or takes too long.
export async function ask(where, { method = 'GET', query, body, json, headers = {}, signal, within = seconds } = {}) {
  const limit = AbortSignal.timeout(within * 1000);
  let answer;
  try {
    answer = await fetch(path(where, query), {
      method,
      body: json === undefined ? body : JSON.stringify(json),
      headers: {
        Accept: 'application/json',
        ...(json !== undefined && { 'Content-Type': 'application/json' }),
        ...(key.value && { Authorization: `Bearer ${key.value}` }),
        ...headers,
      },
      cache: 'no-store',
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    });
  } catch (failure) {
    if (signal?.aborted) throw failure;
    throw new Problem(0, { detail: limit.aborted ? `No answer came within ${within} seconds.` : undefined });
  }
  if (answer.ok) return answer;
  let problem = null;
  try { problem = await answer.json(); } catch { /* The status says enough. */ }
  const failure = new Problem(answer.status, problem, Number(answer.headers.get('Retry-After')) || undefined);
  if (answer.status === 401) refused.set({ code: failure.code, message: failure.message });
  throw failure;
}

// The answer's JSON; null where it has none, as of what is done later (202).
export async function call(where, options) {
  const text = await (await ask(where, options)).text();
  return text ? JSON.parse(text) : null;
}

export const get = (where, query, options) => call(where, { ...options, query });
export const post = (where, json, options) => call(where, { ...options, method: 'POST', json });
export const put = (where, json, options) => call(where, { ...options, method: 'PUT', json });
export const patch = (where, json, options) => call(where, { ...options, method: 'PATCH', json });
export const remove = (where, options) => call(where, { ...options, method: 'DELETE' });
