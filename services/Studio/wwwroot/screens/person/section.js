// One kind of thing that needs a person: how many, and what there is to be done.
import { html, useCallback, useEffect, useState } from '../../html.js';
import { t } from '../../texts.js';
import { Button, ProblemNotice } from '../../parts/basics.js';

const usual = 15_000;

// Asks at once, every 15 seconds (or so many milliseconds) while the page is looked at, and when told to. { value, problem, read }; what was known stays while the server is away.
export function useAsked(ask, beginsAnew = [], again = usual) {
  const [state, setState] = useState({ value: null, problem: null });
  const read = useCallback(() => ask().then(value => setState({ value, problem: null }), problem => setState(last => ({ ...last, problem }))), beginsAnew);
  useEffect(() => {
    read();
    const timer = setInterval(() => document.hidden || read(), again);
    const seen = () => document.hidden || read();
    document.addEventListener('visibilitychange', seen);
    return () => { clearInterval(timer); document.removeEventListener('visibilitychange', seen); };
  }, [read]);
  return { ...state, read };
}

// name: of its text person.NAME. none: what is said where there is nothing. count: null while it is not known.
export function Section({ name, none = t(`person.${name}.none`), count, problem, onAgain, children, more }) {
  const id = `person-${name}`;
  return html`<section class="card" aria-labelledby=${id}>
    <div class="row"><h2 id=${id}>${t(`person.${name}`)}</h2>
      ${count !== null && count !== undefined && html`<span class="state" data-status=${count ? 'uncertain' : 'completed'} role="status">${count}${more ? '+' : ''}</span>`}</div>
    ${problem && html`<${ProblemNotice} problem=${problem} /><${Button} onClick=${onAgain}>${t('reload')}<//>`}
    ${count === 0 && !more ? html`<p class="faint">${none}</p>` : children}
  </section>`;
}
