// Whether videos can be kept, and what else the server says is wrong with it.
import { html } from '../../html.js';
import { get, path, Problem } from '../../api.js';
import { t } from '../../texts.js';
import { Section, useAsked } from './section.js';

// It answers 503 with the same document where something is wrong.
async function health(operator) {
  let answer;
  try { answer = await fetch(path('health/ready'), { cache: 'no-store', headers: { Accept: 'application/json' } }); } catch { throw new Problem(0); }
  const { checks = {} } = await answer.json().catch(() => ({}));
  const wrong = Object.entries(checks).filter(([, check]) => check.status !== 'healthy').map(([name, check]) => ({ name, ...check }));
  // Where Submitter is another process, it alone knows whether any Archiver has room.
  const closed = operator && !wrong.some(check => check.name === 'archive_room') && (await get('v1/accounts')).archive_closed;
  return closed ? [{ name: 'archive_room', status: 'degraded', message: closed }, ...wrong] : wrong;
}

export function Archive({ operator }) {
  const { value, problem, read } = useAsked(() => health(operator), [operator]);
  return html`<${Section} name="health" count=${value?.length} problem=${problem} onAgain=${read}>
    <dl class="known">${value?.map(check => html`<dt key=${check.name}>${t(`health.${check.status}`)} · ${check.name}</dt><dd>${check.message ?? ''}</dd>`)}</dl>
  <//>`;
}
