/** One of several attempts at the same call, with a life of its own. */
import type { Clock } from '../../ports.ts';
import { follow } from '../../utils/ending.ts';
import type { GenerateCall, GenerateHandler, GenerateResult, Progress } from '../call.ts';

export interface HedgeAttempt {
  readonly answered: Promise<GenerateResult>;
  abort(): void;
  /** From now on it runs without the one who asked, but for no more than `ms`, unless `end` is called before. */
  runOn(ms: number): void;
  end(): void;
}

/** @param avoid ids of the keys that other attempts ask. */
export function startAttempt(
  next: GenerateHandler,
  call: GenerateCall,
  {
    clock,
    avoid,
    progress,
  }: { readonly clock: Clock; readonly avoid: ReadonlySet<string>; readonly progress: Progress },
): HedgeAttempt {
  const own = follow(call.ending);
  let stopTimer = () => {};
  const abort = () => own.end(call.ending.reason);
  return {
    answered: next({ ...call, ending: own.ending, avoid, progress }),
    abort,
    runOn(ms) {
      own.detach();
      stopTimer = clock.after(ms, abort);
    },
    end: () => stopTimer(),
  };
}
