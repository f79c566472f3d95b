// What stands in the form, kept in this tab over a reload, with the key that makes it one video however often it is sent.
import { fresh } from './request.js';

const name = 'wan.draft';

export const empty = () => ({ model: null, prompt: '', negative: '', references: [], parameters: {}, own: {}, labels: [], more: '', key: newKey() });

// Each filled form has one key, until its request is answered: a double click, a lost answer and a reload all send the same.
export const newKey = () => `studio-${fresh()}`;

export function readDraft() {
  try { return { ...empty(), ...JSON.parse(sessionStorage.getItem(name) ?? '{}') }; } catch { return empty(); }
}

export function keepDraft(draft) {
  try { sessionStorage.setItem(name, JSON.stringify(draft)); } catch { /* Too large, or not allowed: it is forgotten with the page. */ }
}

export const isEmpty = draft => !draft.prompt && draft.references.length === 0 && !draft.more;
