import { type ReadonlySignal, signal } from '@preact/signals';
import type { KeyCheckProgress } from '../../src/contract/keys.ts';
import type { Api } from '../api.ts';

/** The test of many keys, which runs in the core and goes on when the tab is closed. */
export interface KeyCheck {
  /** Of the run that is on or that this tab has seen end; undefined where there is none to show. */
  readonly progress: ReadonlySignal<KeyCheckProgress | undefined>;
  /** Tests these keys, or all. Resolves when the run has ended; never rejects. */
  start(ids?: readonly string[]): Promise<void>;
  /** Joins a run that is already on. */
  follow(): Promise<void>;
  cancel(): Promise<void>;
  /** Puts the result away. */
  dismiss(): void;
}

const pollEvery = 700;
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** @param ended called after each run, since any key may have changed its state. */
export function createKeyCheck(
  api: Pick<Api['keys'], 'check' | 'startCheck' | 'cancelCheck'>,
  ended: () => void,
  wait: (ms: number) => Promise<void> = pause,
): KeyCheck {
  const progress = signal<KeyCheckProgress>();
  let watching = false;

  async function watch(first: KeyCheckProgress): Promise<void> {
    progress.value = first;
    if (watching) return;
    watching = true;
    try {
      while (progress.value?.running) {
        await wait(pollEvery);
        progress.value = await api.check();
      }
    } catch {
      progress.value = undefined;
    } finally {
      watching = false;
    }
    ended();
  }

  return {
    progress,
    async start(ids) {
      const first = await api.startCheck(ids ? { ids } : {}).catch(() => undefined);
      if (first) await watch(first);
    },
    async follow() {
      const now = await api.check().catch(() => undefined);
      if (now?.running) await watch(now);
    },
    async cancel() {
      await api.cancelCheck().catch(() => undefined);
    },
    dismiss() {
      progress.value = undefined;
    },
  };
}
