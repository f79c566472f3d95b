// What one generation cost and what proves its video, as facts.
import { html } from '../html.js';
import { t } from '../texts.js';
import { Copy, bytes, money, moment } from './basics.js';
import { range } from './price.js';

const Fact = ({ name, children }) => html`<dt>${t(name)}</dt><dd>${children}</dd>`;
const Id = ({ value }) => html`<code>${value}</code> <${Copy} text=${value} />`;

export function Cost({ cost, usage }) {
  if (!cost) return null;
  const { estimated, settled, orphaned } = cost;
  return html`<section class="card" aria-labelledby="cost-title"><h2 id="cost-title">${t('cost')}</h2>
    <dl class="facts">
      <${Fact} name="cost.estimated">${range(estimated) ?? estimated?.unknown ?? '–'}<//>
      <${Fact} name="cost.settled">${settled ? html`<strong>${settled.amount ? money(settled.amount) : settled.unknown ?? '–'}</strong>` : t('cost.notYet')}<//>
      ${settled?.difference && Number(settled.difference.amount) !== 0 && html`<${Fact} name="cost.difference">${money(settled.difference)}<//>`}
      ${settled?.billed_seconds !== undefined && html`<${Fact} name="cost.billed">${settled.billed_seconds} s${usage?.output_video_duration !== undefined ? ` (${t('cost.parts', { output: usage.output_video_duration, input: usage.input_video_duration ?? 0 })})` : ''}<//>`}
      ${settled?.unit_price && html`<${Fact} name="price.unit">${money(settled.unit_price)} ${t('price.perSecond', { resolution: settled.unit_price.resolution })}<//>`}
      ${orphaned?.map(task => html`<${Fact} name="cost.orphaned"><code>${task.task_id}</code> ${task.ended_as ?? ''} ${task.settled?.amount ? money(task.settled.amount) : ''}<//>`)}
    </dl>
    ${settled?.warnings?.map(warning => html`<p class="findings"><span class="warning">${warning}</span></p>`)}
  </section>`;
}

export function Proof({ video }) {
  if (!video) return null;
  return html`<section class="card" aria-labelledby="proof-title"><h2 id="proof-title">${t('proof')}</h2>
    <dl class="facts">
      <${Fact} name="proof.hash"><${Id} value=${video.sha256} /><//>
      <${Fact} name="proof.pixels">${video.width} × ${video.height}<//>
      <${Fact} name="proof.length">${video.duration} s, ${video.fps} fps<//>
      <${Fact} name="proof.sound">${t(video.audio ? 'price.sound' : 'price.silent')}<//>
      <${Fact} name="proof.bytes">${bytes(video.bytes)}${video.codec ? `, ${video.codec}` : ''}<//>
      <${Fact} name="proof.archived">${moment(video.archived_at)}<//>
      ${video.hold && html`<${Fact} name="proof.hold">${t('proof.held')}<//>`}
      ${video.deleted_at && html`<${Fact} name="proof.deleted">${moment(video.deleted_at)}: ${video.deletion_reason}<//>`}
    </dl>
    ${video.warnings?.map(warning => html`<p class="findings"><span class="warning">${warning}</span></p>`)}
  </section>`;
}

export function Ids({ generation }) {
  const { id, task_id: task, client_request_id: own, trace_id: trace, error, tenant, priority, metadata, start_by: startBy, created_at: created } = generation;
  return html`<section class="card" aria-labelledby="ids-title"><h2 id="ids-title">${t('ids')}</h2>
    <dl class="facts">
      <${Fact} name="ids.id"><${Id} value=${id} /><//>
      ${own && html`<${Fact} name="own.client_request_id"><${Id} value=${own} /><//>`}
      ${task && html`<${Fact} name="ids.task"><${Id} value=${task} /><//>`}
      ${error?.vendor_request_id && html`<${Fact} name="ids.vendorRequest"><${Id} value=${error.vendor_request_id} /><//>`}
      ${trace && html`<${Fact} name="ids.trace"><${Id} value=${trace} /><//>`}
      <${Fact} name="ids.created">${moment(created)}<//>
      <${Fact} name="own.tenant">${tenant}<//>
      <${Fact} name="own.priority">${t(`priority.${priority}`)}<//>
      ${startBy && html`<${Fact} name="own.start_by">${moment(startBy)}<//>`}
      ${metadata && html`<${Fact} name="own.labels">${Object.entries(metadata).map(([name, value]) => `${name}: ${value}`).join(', ')}<//>`}
    </dl></section>`;
}
