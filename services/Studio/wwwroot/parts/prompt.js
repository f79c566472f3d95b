// The prompt, with the names of its references offered as one types: by the arrow keys and Enter, by the mouse, or from the buttons below it.
import { html, useRef, useState } from '../html.js';
import { t } from '../texts.js';
import { Button, Field } from './basics.js';

// How much of a name stands before the caret: the longest beginning of it, behind the end of a word. '@' offers all.
export function begun(name, before) {
  if (/(^|[^\w@])@$/.test(before)) return 1;
  for (let length = name.length - 1; length > 0; length--) {
    if (/^[a-z]/i.test(name) && length < 2) return 0;
    const start = before.length - length;
    if (start >= 0 && before.slice(start).toLowerCase() === name.slice(0, length).toLowerCase()) return start > 0 && /[a-z0-9]/i.test(before[start - 1]) && /^[a-z]/i.test(name) ? 0 : length;
  }
  return 0;
}

export function Prompt({ value, names, max, findings, onInput, onBlur }) {
  const area = useRef(), [caret, setCaret] = useState(null), [active, setActive] = useState(0);
  const before = caret === null ? '' : value.slice(0, caret);
  const offered = caret === null ? [] : names.map(name => ({ name, length: begun(name, before) })).filter(({ length }) => length > 0);
  const open = offered.length > 0, chosen = Math.min(active, offered.length - 1);

  // As if it was typed, at once, so that what is typed next stands behind it and it can be taken back.
  const insert = (name, replaced = 0) => {
    const text = area.current, at = text.selectionStart, from = at - replaced;
    const space = /^[a-z]/i.test(name) && from > 0 && /\w/.test(value[from - 1]) ? ' ' : '';
    text.focus();
    text.setSelectionRange(from, Math.max(at, text.selectionEnd));
    if (!document.execCommand('insertText', false, space + name)) {
      text.setRangeText(space + name, from, text.selectionEnd, 'end');
      onInput(text.value);
    }
    setCaret(null);
  };
  const type = event => {
    setActive(0);
    setCaret(event.target.selectionStart === event.target.selectionEnd ? event.target.selectionStart : null);
    onInput(event.target.value);
  };
  const press = event => {
    if (!open || event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) setActive((chosen + step + offered.length) % offered.length);
    else if (event.key === 'Enter' || event.key === 'Tab') insert(offered[chosen].name, offered[chosen].length);
    else if (event.key === 'Escape') setCaret(null);
    else if (['ArrowLeft', 'ArrowRight', 'Home', 'End'].includes(event.key)) return setCaret(null);
    else return;
    event.preventDefault();
  };
  const count = [...value].length;

  return html`<div class="prompt">
    <${Field} id="prompt" label=${t('new.prompt')} hint=${max && t('new.characters', { count, max })} findings=${findings}>
      ${attributes => html`<textarea ...${attributes} ref=${area} value=${value} rows="6" spellcheck="true" aria-autocomplete="list" aria-haspopup="listbox"
        aria-controls=${open ? 'prompt-names' : undefined} aria-activedescendant=${open ? `prompt-name-${chosen}` : undefined}
        onInput=${type} onKeyDown=${press} onBlur=${() => { setCaret(null); onBlur(); }} />`}
    <//>
    ${open && html`<ul class="names" id="prompt-names" role="listbox" aria-label=${t('new.names')}>
      ${offered.map(({ name, length }, index) => html`<li key=${name} id=${`prompt-name-${index}`} role="option" aria-selected=${index === chosen ? 'true' : 'false'}
        onMouseDown=${event => { event.preventDefault(); insert(name, length); }}>${name}</li>`)}
    </ul>`}
    <span class="unseen" role="status">${open ? t('new.names.offered', { names: offered.map(({ name }) => name).join(', ') }) : ''}</span>
    ${names.length > 0 && html`<div class="row insert"><span class="hint">${t('new.insert')}</span>
      ${names.map(name => html`<${Button} key=${name} onClick=${() => insert(name)}>${name}<//>`)}</div>`}
  </div>`;
}
