// The frame of the page: who asks, where one is, and the way to the screens, each of which is loaded when it is first shown.
import { html, render, useEffect, useRef, useState } from './html.js';
import { get, key, refused, useKey } from './api.js';
import { connection } from './live.js';
import { Button, Notice } from './parts/basics.js';
import { Needs } from './parts/needs.js';
import { SignIn } from './parts/sign-in.js';
import { link, route } from './route.js';
import { kept, store, useStore } from './store.js';
import { language, names, t } from './texts.js';

const screens = {
  new: () => import('./screens/new.js'),
  queue: () => import('./screens/queue.js'),
  generation: () => import('./screens/generation.js'),
  person: () => import('./screens/person.js'),
  accounts: () => import('./screens/accounts.js'),
  keys: () => import('./screens/keys.js'),
};
const shownAt = place => Object.hasOwn(screens, place) ? place : 'new';
const inMenu = ['new', 'queue', 'person', 'accounts', 'keys'];

// Whether this key sees all tenants; null while that is not known.
export const operates = store(null);

function App() {
  const { screen, id, query } = useStore(route);
  useStore(language);
  const who = useStore(key), wanted = useStore(refused);
  const [{ name, Screen, failure }, setShown] = useState({});
  const main = useRef(), shownBefore = useRef(false);

  useEffect(() => {
    let gone = false;
    get('v1/accounts').then(() => operates.set(true), problem => gone || (problem.status === 403 ? operates.set(false) : problem.status !== 401 && operates.set(true)));
    return () => { gone = true; };
  }, [who]);

  useEffect(() => {
    let gone = false;
    const known = shownAt(screen);
    screens[known]().then(
      module => gone || setShown({ name: known, Screen: module.default }),
      failure => gone || setShown({ name: known, failure }));
    return () => { gone = true; };
  }, [screen]);

  useEffect(() => {
    document.title = name ? `${t(`screen.${name}`)} · Wan Studio` : 'Wan Studio';
    // Whoever came from the menu, or from what has gone with the screen before, goes on at the new one.
    const from = document.activeElement;
    if (name && main.current && shownBefore.current && (from === document.body || from?.closest('nav'))) main.current.focus();
    if (name) shownBefore.current = true;
  }, [name]);

  // Until a screen has been loaded the one before it stays as it is: what stands in the address now is not its own.
  const place = useRef({});
  if (name === shownAt(screen)) place.current = { id, query };

  return html`
    <a class="skip" href="#main" onClick=${event => { event.preventDefault(); main.current.focus(); }}>${t('skip')}</a>
    <header class="top">
      <a class="brand" href=${link('new')}><img src="studio/icon.svg" alt="" width="24" height="24" /> Wan Studio</a>
      <nav aria-label=${t('menu')}>
        ${inMenu.map(item => html`
          <a key=${item} href=${link(item)} aria-current=${(screen === item || (item === 'queue' && screen === 'generation')) ? 'page' : undefined}>${t(`screen.${item}`)}${item === 'person' && html`<${Needs} />`}</a>`)}
      </nav>
      <${Connection} />
      <${Choices} />
    </header>
    <main id="main" tabindex="-1" ref=${main}>
      ${wanted ? html`<${SignIn} reason=${wanted} />`
      : failure ? html`<${Notice} kind="error">${t('screen.broken')} <${Button} onClick=${() => location.reload()}>${t('reload')}<//><//>`
      : Screen && html`<${Screen} key=${`${name}/${place.current.id ?? ''}`} ...${place.current} />`}
    </main>`;
}

function Connection() {
  const state = useStore(connection);
  return html`<span class="connection" role="status" data-state=${state}>${state === 'off' ? '' : t(`connection.${state}`)}</span>`;
}

function Choices() {
  const current = useStore(language), who = useStore(key);
  const [theme, setTheme] = useState(kept.get('wan.theme') ?? 'auto');
  useEffect(() => {
    theme === 'auto' ? delete document.documentElement.dataset.theme : document.documentElement.dataset.theme = theme;
    kept.set('wan.theme', theme === 'auto' ? null : theme);
  }, [theme]);
  return html`<div class="choices">
    <select aria-label=${t('language')} value=${current} onChange=${event => language.set(event.target.value)}>
      ${Object.entries(names).map(([code, name]) => html`<option key=${code} value=${code} lang=${code}>${name}</option>`)}
    </select>
    <select aria-label=${t('theme')} value=${theme} onChange=${event => setTheme(event.target.value)}>
      ${['auto', 'light', 'dark'].map(name => html`<option key=${name} value=${name}>${t(`theme.${name}`)}</option>`)}
    </select>
    ${who ? html`<${Button} onClick=${() => useKey(null)}>${t('key.forget')}<//>` : html`<${Button} onClick=${() => refused.set({ code: 'asked', message: '' })}>${t('key.use')}<//>`}
  </div>`;
}

render(html`<${App} />`, document.getElementById('app'));
