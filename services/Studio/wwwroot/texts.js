// The page's words, in the language of whoever looks.
import en from './texts/en.js';
import zh from './texts/zh.js';
import { kept, store } from './store.js';

const languages = { en, zh };
export const names = { en: 'English', zh: '中文' };
export const language = store(kept.get('wan.language') in languages ? kept.get('wan.language') : navigator.language.startsWith('zh') ? 'zh' : 'en');

document.documentElement.lang = language.value;
language.listen(value => {
  kept.set('wan.language', value);
  document.documentElement.lang = value;
});

// The text of a name, with {parts} filled in; English where the language has none yet.
export function t(name, parts = {}) {
  const text = languages[language.value][name] ?? en[name];
  if (text === undefined) {
    console.error(`There is no text '${name}'.`);
    return name;
  }
  return text.replace(/\{(\w+)\}/g, (_, part) => parts[part] ?? '');
}
// Whether there is such a text, for words that the server may have more of than the page.
export const has = name => en[name] !== undefined;
