// Small parts that every screen uses.
import { html, useEffect, useRef, useState } from '../html.js';
import { language, t } from '../texts.js';

export function Button({ kind = 'plain', children, ...rest }) {
  return html`<button type="button" class=${`button ${kind}`} ...${rest}>${children}</button>`;
}

// kind: 'info', 'good', 'warning' or 'error'; errors are read out at once.
export function Notice({ kind = 'info', children }) {
  return html`<div class=${`notice ${kind}`} role=${kind === 'error' ? 'alert' : 'status'}>${children}</div>`;
}

// A Problem of the API, with all that is wrong.
export function ProblemNotice({ problem }) {
  if (!problem) return null;
  return html`<${Notice} kind="error">
    <p>${problem.status === 0 ? t('problem.unreachable') : problem.message}</p>
    ${problem.findings?.length > 1 && html`<ul>${problem.findings.map(finding => html`<li>${finding.pointer} ${finding.message}</li>`)}</ul>`}
    ${problem.retryAfter && html`<p>${t('problem.retry', { seconds: problem.retryAfter })}</p>`}
    ${problem.traceId && html`<p class="faint">trace ${problem.traceId}</p>`}
  <//>`;
}

// A field with its label, a hint and what is wrong with it; children is a function that is given the attributes of the control.
export function Field({ label, hint, findings = [], id, children }) {
  const said = [hint && `${id}-hint`, findings.length > 0 && `${id}-findings`].filter(Boolean).join(' ') || undefined;
  return html`<div class="field">
    <label for=${id}>${label}</label>
    ${children({ id, 'aria-describedby': said, 'aria-invalid': findings.some(finding => finding.severity === 'error') ? 'true' : undefined })}
    ${hint && html`<p class="hint" id=${`${id}-hint`}>${hint}</p>`}
    <${Findings} findings=${findings} id=${`${id}-findings`} />
  </div>`;
}

// What is wrong or odd, each with the word for how bad it is, since a colour alone says nothing.
export function Findings({ findings, id }) {
  return findings.length > 0 && html`<ul class="findings" id=${id}>${findings.map(finding => html`<li class=${finding.severity}><strong>${t(`severity.${finding.severity}`)}</strong> ${finding.message}</li>`)}</ul>`;
}

export function State({ status }) {
  return html`<span class="state" data-status=${status}>${t(`status.${status}`)}</span>`;
}

// Asks before something that can't be taken back. onClose is called with true or false. action: what the button says that does it; null where there is nothing to be done.
// ready: whether that can be pressed; until then it stands where it will, so that no other button gives it its place under a click.
export function Confirm({ title, children, action, ready = true, danger = false, onClose }) {
  const dialog = useRef();
  useEffect(() => { dialog.current.showModal(); }, []);
  return html`<dialog ref=${dialog} aria-label=${title} onClose=${() => onClose(dialog.current.returnValue === 'yes')}>
    <h2>${title}</h2>
    ${children}
    <form method="dialog" class="row end">
      <button class="button plain" value="no">${t(action ? 'cancel' : 'close')}</button>
      ${action && html`<button class=${`button ${danger ? 'danger' : 'primary'}`} value="yes" disabled=${!ready}>${action}</button>`}
    </form>
  </dialog>`;
}

export function Copy({ text, label = t('copy') }) {
  const [done, setDone] = useState(false);
  return html`<${Button} onClick=${() => copy(typeof text === 'function' ? text() : text).then(() => { setDone(true); setTimeout(() => setDone(false), 1500); })}>${done ? t('copied') : label}<//>`;
}

// Where the page is not served securely a browser has no clipboard for it; the older way still works there.
async function copy(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const area = Object.assign(document.createElement('textarea'), { value: text });
  (document.querySelector('dialog[open]') ?? document.body).append(area);
  area.select();
  document.execCommand('copy');
  area.remove();
}

// The time, every so many seconds, for what grows older as one looks.
export function useNow(seconds = 1) {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), seconds * 1000);
    return () => clearInterval(timer);
  }, [seconds]);
  return now;
}

// 75 s is "1:15", 2 hours "2:00:00", 3 days "3 d 4 h".
export function duration(seconds) {
  if (seconds === null || seconds === undefined || Number.isNaN(seconds)) return '';
  const whole = Math.max(0, Math.round(seconds));
  if (whole >= 86_400) return t('duration.days', { days: Math.floor(whole / 86_400), hours: Math.floor(whole % 86_400 / 3600) });
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole % 3600 / 60), whole % 60];
  return hours ? `${hours}:${String(minutes).padStart(2, '0')}:${String(rest).padStart(2, '0')}` : `${minutes}:${String(rest).padStart(2, '0')}`;
}

// Seconds from one time (ISO 8601) to another (milliseconds).
export const since = (time, now = Date.now()) => (now - Date.parse(time)) / 1000;
// With the month as a word: 12/1/2026 is two days, by where one lives.
export const moment = time => time ? new Date(time).toLocaleString(language.value, { dateStyle: 'medium', timeStyle: 'medium' }) : '';
export const clock = time => new Date(time).toLocaleTimeString(language.value, { timeStyle: 'medium' });
// An amount of the API, { amount, currency }, to the cent, or finer where that is nothing.
export function money(value) {
  if (!value) return '';
  const amount = Number(value.amount);
  return new Intl.NumberFormat(language.value, { style: 'currency', currency: value.currency, maximumFractionDigits: amount !== 0 && Math.abs(amount) < 0.1 ? 4 : 2 }).format(amount);
}
export function bytes(count) {
  if (count === null || count === undefined) return '';
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  let at = 0;
  while (count >= 1000 && at < units.length - 1) { count /= 1000; at++; }
  return `${count.toFixed(count < 10 && at > 0 ? 1 : 0)} ${units[at]}`;
}
