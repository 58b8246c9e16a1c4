/** One of several calls for the same question, with a life of its own. */
import type { Clock } from '../../ports.ts';
import type { Answered, Ask, Progress, Question } from '../call.ts';

export interface Runner {
  readonly answered: Promise<Answered>;
  abort(): void;
  /** From now on it runs without the one who asked, but for no more than `ms`, unless `end` is called before. */
  runOn(ms: number): void;
  end(): void;
}

/** @param avoid ids of the keys that other runners ask. */
export function startRunner(
  ask: Ask,
  question: Question,
  { clock, avoid, progress }: { clock: Clock; avoid: ReadonlySet<string>; progress: Progress },
): Runner {
  const { signal } = question;
  const own = new AbortController();
  let end = () => {};
  const abort = () => own.abort(signal.reason);
  if (signal.aborted) abort();
  else signal.addEventListener('abort', abort, { once: true });
  return {
    answered: ask({ ...question, signal: own.signal, avoid, progress }),
    abort,
    runOn(ms) {
      signal.removeEventListener('abort', abort);
      end = clock.after(ms, abort);
    },
    end: () => end(),
  };
}
