// The same again of another tenant's: for whom it is made, said before it is sent, and changed by a click.
import { html, useEffect, useState } from '../html.js';
import { get, key } from '../api.js';
import { useStore } from '../store.js';
import { t } from '../texts.js';
import { Button, Notice } from './basics.js';

// Whose the key is; null where that can't be told.
export const ownTenant = () => get('v1/limits').then(limits => limits.tenant, () => null);

// draft.again: { earlier, self }, whose the earlier one was and whose the key was then.
export function ForWhom({ draft: { own, again }, change }) {
  const [self, setSelf] = useState(again.self), who = useStore(key), { earlier } = again;
  useEffect(() => { ownTenant().then(setSelf); }, [who]);
  const tenant = own.tenant || self;
  if (tenant === earlier && self === earlier) return null;
  const other = tenant === earlier ? self : earlier;
  return html`<${Notice} kind=${tenant === earlier ? 'info' : 'warning'}><p>${t(tenant ? 'for.whom' : 'for.own', { tenant, earlier })}</p>
    ${other && html`<${Button} onClick=${() => change({ own: { ...own, tenant: other === self ? '' : other } })}>${t('for.other', { tenant: other })}<//>`}<//>`;
}
