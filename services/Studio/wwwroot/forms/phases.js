// The phases of a generation by its timeline, and how long they took lately.

const names = ['line', 'queue', 'rendering', 'archive'];
const begins = { accepted: 0, rejected: 0, submitted: 1, started: 2, rendered: 3 };
const ends = ['completed', 'failed', 'cancelled', 'rejected'];

const at = entry => Date.parse(entry.at);

// The vendor's own time in a detail, such as 'at the vendor 2026-12-01 08:45:50.701'; NaN where there is none.
const vendorTime = (detail, words) => Date.parse(`${new RegExp(`${words} (\\d{4}-\\d\\d-\\d\\d) (\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?)`).exec(detail ?? '')?.slice(1).join('T')}Z`);

// Each phase that was come to: { name, from, to } in milliseconds; `to` is null while it lasts. One that was begun again counts from its last beginning.
export function phasesOf(generation) {
  const timeline = generation.timeline ?? [];
  const from = [Date.parse(generation.created_at), null, null, null];
  let end = null, rendered = null;
  for (const entry of timeline) {
    const phase = begins[entry.what];
    if (phase > 0) {
      from[phase] = at(entry);
      from.fill(null, phase + 1);
      end = null;
    }
    if (entry.what === 'requeued') from.fill(null, 1);
    if (entry.what === 'started') from[2] = Math.max(from[1] ?? from[0], vendorTime(entry.detail, 'at the vendor') || at(entry));
    if (entry.what === 'rendered') rendered = vendorTime(entry.detail, 'ended at the vendor') || null;
    if (ends.includes(entry.what)) end = at(entry);
  }
  if (!ends.includes(generation.status)) end = null;
  return names.map((name, index) => {
    if (from[index] === null) return null;
    const next = from.slice(index + 1).find(time => time !== null) ?? end;
    return { name, from: from[index], to: name === 'rendering' && rendered && next ? Math.min(Math.max(rendered, from[index]), next) : next };
  }).filter(Boolean);
}

const median = values => values.length === 0 ? null : values.sort((one, other) => one - other)[Math.floor(values.length / 2)];

// How long each phase takes, in milliseconds, by generations that were completed lately; null where none tells.
export function learnt(generations) {
  const all = generations.map(phasesOf);
  return { count: all.length, ...Object.fromEntries(names.map(name => [name, median(all.map(phases => phases.find(phase => phase.name === name)).filter(phase => phase?.to).map(phase => phase.to - phase.from))])) };
}

// When it will have ended, in milliseconds, by what was learnt, and whether its phase takes longer than others did; null where that can't be told.
export function expectedEnd(generation, phases, times, now) {
  if (ends.includes(generation.status) || generation.status === 'uncertain' || !times?.rendering) return null;
  const current = phases.at(-1);
  const start = generation.queue?.estimated_start ? Date.parse(generation.queue.estimated_start) : null;
  if (current?.name === 'line' && start === null && generation.queue?.reason !== 'starting') return null;
  const rest = { line: ['queue', 'rendering', 'archive'], queue: ['rendering', 'archive'], rendering: ['archive'], archive: [] }[current?.name ?? 'line'];
  const own = current?.name === 'line' ? Math.max(start ?? now, now) : Math.max(current.from + (times[current.name] ?? 0), now);
  return { time: own + rest.reduce((sum, name) => sum + (times[name] ?? 0), 0), late: current?.name !== 'line' && now > current.from + (times[current.name] ?? 0) };
}
