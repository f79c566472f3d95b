// What a door lists page by page, as far as it was asked for.
import { html, useCallback, useEffect, useState } from '../html.js';
import { get } from '../api.js';
import { t } from '../texts.js';
import { Button, ProblemNotice } from './basics.js';

// { items, problem, more, again, put }: more is null at the end, and put exchanges the item of an id or, with null, takes it away.
export function usePages(where, query) {
  const [state, setState] = useState({ items: null, next: null, problem: null }), name = JSON.stringify(query);
  const read = useCallback(cursor => get(where, { ...query, cursor }).then(
    page => setState(last => ({ items: cursor ? [...last.items, ...page.items] : page.items, next: page.next ?? null, problem: null })),
    problem => setState(last => ({ ...last, problem }))), [where, name]);
  useEffect(() => { setState({ items: null, next: null, problem: null }); read(); }, [read]);
  return {
    ...state,
    again: () => read(),
    more: state.next ? () => read(state.next) : null,
    put: (id, item) => setState(last => ({ ...last, items: item ? last.items.map(old => old.id === id ? item : old) : last.items.filter(old => old.id !== id) })),
  };
}

// Below such a list: what is wrong, and the way to the rest of it.
export const Rest = ({ pages }) => html`<${ProblemNotice} problem=${pages.problem} />
  ${pages.items?.length === 0 && html`<p class="faint">${t('pages.none')}</p>`}
  <div class="row">${pages.problem && html`<${Button} onClick=${pages.again}>${t('reload')}<//>`}${pages.more && html`<${Button} onClick=${pages.more}>${t('pages.more')}<//>`}</div>`;
