// What can be done to one generation, each asked for once and told what became of it.
import { html, useState } from '../html.js';
import { ask, post, remove } from '../api.js';
import { operates } from '../app.js';
import { go, link } from '../route.js';
import { useStore } from '../store.js';
import { t } from '../texts.js';
import { Button, Confirm, Notice, ProblemNotice } from './basics.js';

const ended = ['completed', 'failed', 'cancelled', 'rejected'];

export function Actions({ generation, video, onChange }) {
  const operator = useStore(operates);
  const [asked, setAsked] = useState(null), [busy, setBusy] = useState(false), [problem, setProblem] = useState(null), [done, setDone] = useState(null), [discard, setDiscard] = useState(false);
  const { id, status, links } = generation, place = `v1/generations/${id}`;
  const there = generation.video && !generation.video.deleted_at, over = ended.includes(status);

  const all = {
    cancel: { when: !!links.cancel && status !== 'uncertain', danger: true, act: () => post(`${place}/cancel`, discard ? { discard: true } : {}) },
    hold: { when: there && !generation.video.hold && operator !== false, now: true, act: () => ask(`${place}/hold`, { method: 'PUT' }) },
    release: { when: there && generation.video.hold && operator !== false, act: () => ask(`${place}/hold`, { method: 'DELETE' }) },
    archive: { when: operator !== false && (there || (status === 'failed' && generation.timeline?.some(entry => entry.what === 'rendered'))), act: () => post(`${place}/archive`) },
    deleteVideo: { when: there, danger: true, act: () => remove(`${place}/video`) },
    deleteAll: { when: over, danger: true, act: () => remove(place) },
  };
  const start = async name => {
    if (busy) return;
    setBusy(true);
    setProblem(null);
    setDone(null);
    try {
      await all[name].act();
      setDone(name);
    } catch (problem) {
      // It was compared, and is as it was archived: that is good news.
      name === 'archive' && there && problem.status === 409 ? setDone('archive.intact') : setProblem(problem);
    }
    setBusy(false);
    onChange();
  };
  const press = name => all[name].now ? start(name) : (setDiscard(false), setAsked(name));

  return html`<div class="actions">
    <div class="row">
      ${links.request && html`<a class="button" href=${link('new', null, { from: id })}>${t('action.again')}</a>`}
      ${video.url && html`<a class="button" href=${video.url} download=${`${id}.mp4`}>${t('action.download')}</a>`}
      ${Object.entries(all).filter(([, action]) => action.when).map(([name, action]) => html`<${Button} key=${name} disabled=${busy} onClick=${() => press(name)}>${t(`action.${name}`)}<//>`)}
      ${links.trace && html`<a class="button" href=${links.trace} target="_blank" rel="noopener">${t('action.trace')}</a>`}
    </div>
    <${ProblemNotice} problem=${problem} />
    ${done && html`<${Notice} kind="good">${t(`action.${done}.done`)} ${done === 'deleteAll' && html`<${Button} onClick=${() => go('queue')}>${t('screen.queue')}<//>`}<//>`}
    ${asked && html`<${Confirm} title=${t(`action.${asked}`)} action=${t(`action.${asked}`)} danger=${all[asked].danger} onClose=${yes => { const name = asked; setAsked(null); if (yes) start(name); }}>
      <p>${t(asked === 'cancel' && ['rendering', 'archiving'].includes(status) ? 'action.cancel.late' : `action.${asked}.sure`)}</p>
      ${asked === 'cancel' && status === 'rendering' && html`<label class="check"><input type="checkbox" checked=${discard} onChange=${event => setDiscard(event.target.checked)} /> ${t('action.cancel.discard')}</label>`}
    <//>`}
  </div>`;
}
