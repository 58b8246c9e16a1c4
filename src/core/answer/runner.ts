/** One of several calls for the same question, with a life of its own. */
import type { Answered, Ask, Progress, Question } from './question.ts';

export interface Runner {
  readonly answered: Promise<Answered>;
  abort(): void;
  /** From now on it goes on when the one who asked has left. */
  detach(): void;
}

/** @param avoid ids of the keys that other runners ask. */
export function startRunner(ask: Ask, question: Question, avoid: ReadonlySet<string>, progress: Progress): Runner {
  const { signal } = question;
  const own = new AbortController();
  const onAbort = () => own.abort(signal.reason);
  if (signal.aborted) onAbort();
  else signal.addEventListener('abort', onAbort, { once: true });
  return {
    answered: ask({ ...question, signal: own.signal, avoid, progress }),
    abort: () => own.abort(),
    detach: () => signal.removeEventListener('abort', onAbort),
  };
}
