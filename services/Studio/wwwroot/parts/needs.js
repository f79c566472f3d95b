// How many generations wait for a decision, beside the way to them. Looked at once a minute.
import { html, useEffect, useState } from '../html.js';
import { get, key } from '../api.js';
import { useStore } from '../store.js';
import { t } from '../texts.js';

export function Needs() {
  const who = useStore(key), [count, setCount] = useState(0);
  useEffect(() => {
    let gone = false;
    const look = () => document.hidden || get('v1/generations:count').then(answer => gone || setCount(answer.counts.uncertain), () => gone || setCount(0));
    look();
    const timer = setInterval(look, 60_000);
    return () => { gone = true; clearInterval(timer); };
  }, [who]);
  return count > 0 && html` <span class="state" data-status="uncertain" title=${t('needs', { count })}>${count}<span class="unseen"> ${t('needs.uncertain')}</span></span>`;
}
