// Generations by a filter, newest first: read page by page, and kept up to date by the changes that come meanwhile.
import { get } from '../api.js';

const pageSize = 200, mostAgain = 2000;

// Whether a generation as lists show it is one of those that the filter ({ status, tenant, model, label, error_code, search, created_after, created_before }) means.
export function means(filter, item) {
  const [key, ...value] = (filter.label ?? '').split(':');
  const has = text => text?.toLowerCase().includes(filter.search.toLowerCase());
  return (!filter.status || item.status === filter.status)
    && (!filter.tenant || item.tenant === filter.tenant)
    && (!filter.model || item.model === filter.model)
    && (!filter.label || item.metadata?.[key] === value.join(':'))
    && (!filter.error_code || item.error?.code === filter.error_code)
    && (!filter.created_after || Date.parse(item.created_at) >= Date.parse(filter.created_after))
    && (!filter.created_before || Date.parse(item.created_at) < Date.parse(filter.created_before))
    && (!filter.search || [item.id, item.client_request_id, item.task_id, item.error?.code, item.error?.vendor_code, ...Object.entries(item.metadata ?? {}).flat()].some(has));
}

export class Listing {
  // changed is called after each change, with how many rows came in above those that were there.
  constructor(filter, changed) {
    this.filter = filter;
    this.changed = changed;
    this.items = [];
    this.known = new Map();
    this.next = null;
    this.whole = false;
    this.reading = null;
    this.problem = null;
    this.held = null; // A Map of what came while it is paused.
    this.missed = false;
    this.pending = [];
    this.heard = new Set(); // What is told while something is read, which may be newer: a list of it for each reading.
    this.own = new AbortController();
  }

  end() { this.own.abort(); }

  // Reads the next page, one at a time. A page may have nothing of a rare filter and go on: then the one behind it is read at once.
  more() {
    if (this.whole || this.own.signal.aborted) return this.reading;
    return this.reading ??= this.beside(() => this.read()).finally(() => { this.reading = null; this.changed(0); });
  }

  // Reads, and then takes once more what was told meanwhile.
  async beside(read) {
    const told = [];
    this.heard.add(told);
    await read();
    this.heard.delete(told);
    if (told.length && !this.own.signal.aborted) this.take(told);
  }

  async read() {
    this.problem = null;
    this.changed(0);
    try {
      for (let found = 0; found === 0 && !this.whole;) {
        const cursor = this.next;
        const page = await get('v1/generations', { ...this.filter, limit: pageSize, cursor }, { signal: this.own.signal });
        if (this.next !== cursor) continue; // It was read anew meanwhile, and goes on elsewhere.
        const news = page.items.filter(item => !this.known.has(item.id));
        for (const item of news) this.known.set(item.id, item);
        const inOrder = !this.items.length || !news.length || newest(this.items.at(-1), news[0]) < 0;
        this.items.push(...news);
        if (!inOrder) this.items.sort(newest); // What came meanwhile is older than some of it.
        this.next = page.next ?? null;
        this.whole = !page.next;
        found = news.length;
      }
    } catch (failure) {
      if (!this.own.signal.aborted) this.problem = failure;
    }
  }

  // What may have been missed is read again from the newest on, without taking away what is shown meanwhile, and about as far as it was: whoever looks further down goes on doing so.
  async again() {
    await this.reading;
    await this.beside(async () => {
      const fresh = new Listing(this.filter, () => {});
      fresh.own = this.own;
      do await fresh.more(); while (!fresh.problem && !fresh.whole && !this.own.signal.aborted && fresh.items.length < Math.min(this.items.length, mostAgain));
      if (this.own.signal.aborted) return;
      this.problem = fresh.problem;
      if (!fresh.problem) {
        this.items = fresh.items;
        this.known = fresh.known;
        this.next = fresh.next;
        this.whole = fresh.whole;
      }
    });
    if (!this.own.signal.aborted) this.changed(0);
  }

  pause(paused) {
    if (paused) this.held ??= new Map();
    else if (this.held) {
      const held = [...this.held.values()];
      this.held = null;
      this.take(held);
      if (this.missed) this.again();
      this.missed = false;
    }
    this.changed(0);
  }

  // A change of GET /v1/events, or null where some may have been missed. Those that come together are drawn together.
  tell(change) {
    if (this.held) {
      change ? this.held.set(change.data.id, change.data) : this.missed = true;
      return this.soon();
    }
    if (!change) return this.again();
    this.pending.push(change.data);
    this.soon();
  }

  soon() {
    this.frame ??= setTimeout(() => {
      this.frame = null;
      if (!this.own.signal.aborted) this.take(this.pending.splice(0));
    }, 50);
  }

  take(news) {
    for (const told of this.heard) told.push(...news);
    let above = 0;
    const old = item => { const known = this.known.get(item.id); return known && Date.parse(known.updated_at) > Date.parse(item.updated_at); };
    const last = new Map(news.filter(item => !old(item)).map(item => [item.id, item]));
    const gone = new Set();
    const added = [];
    for (const item of last.values()) {
      const is = means(this.filter, item);
      if (this.known.has(item.id)) is ? this.known.set(item.id, item) : gone.add(item.id);
      else if (is && this.reaches(item)) added.push(item);
    }
    if (last.size) this.items = this.items.filter(item => !gone.has(item.id)).map(item => last.get(item.id) ?? item);
    for (const id of gone) this.known.delete(id);
    for (const item of added.sort((a, b) => newest(b, a))) {
      const at = this.items.findIndex(other => newest(item, other) < 0);
      this.items.splice(at < 0 ? this.items.length : at, 0, item);
      this.known.set(item.id, item);
      above++;
    }
    this.changed(above);
  }

  // What is older than all that was read comes with its page.
  reaches(item) { return this.whole || this.items.length === 0 || newest(item, this.items.at(-1)) < 0; }
}

const newest = (a, b) => Date.parse(b.created_at) - Date.parse(a.created_at) || (a.id < b.id ? 1 : -1);
