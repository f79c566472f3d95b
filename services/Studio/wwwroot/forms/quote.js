// What the request would cost and what is wrong with it, by dry runs as it is written: the last answer is shown, and older questions are given up.
import { useEffect, useState } from '../html.js';
import { post } from '../api.js';

const rest = 350;

// { answer, problem, findings, busy, of }: `of` is the request that was asked about.
export function useQuote(request, wanted) {
  const [state, setState] = useState({ findings: [] }), [round, setRound] = useState(0);
  const asked = wanted ? JSON.stringify(request) : null;

  useEffect(() => {
    if (asked === null) return setState({ findings: [] });
    const abort = new AbortController();
    let again = null;
    const timer = setTimeout(async () => {
      setState(current => ({ ...current, busy: true }));
      try {
        const answer = await post('v1/generations', JSON.parse(asked), { query: { dryRun: true }, signal: abort.signal });
        if (!abort.signal.aborted) setState({ answer, findings: answer.findings ?? [], of: asked });
      } catch (problem) {
        if (abort.signal.aborted) return;
        const judged = problem.status === 422 || problem.status === 400;
        setState(current => ({ answer: judged ? null : current.answer, problem, findings: judged ? problem.findings : current.findings, of: asked }));
        // Too many at once, or nobody there: it is asked again by itself.
        if (problem.status === 429 || problem.status === 0 || problem.status >= 500) again = setTimeout(() => setRound(count => count + 1), (problem.retryAfter ?? 5) * 1000);
      }
    }, rest);
    return () => { clearTimeout(timer); clearTimeout(again); abort.abort(); };
  }, [asked, round]);

  return state;
}
