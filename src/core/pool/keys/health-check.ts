/** Health check: asks Google whether a key works, with a call that uses no quota. */

import type { KeyCheckProgress, KeyTestResult } from '../../../contract/keys.ts';
import type { Failure } from '../../../contract/log.ts';
import type { Settings } from '../../../contract/settings/table.ts';
import { ProxyError } from '../../errors.ts';
import type { Clock } from '../../ports.ts';
import type { CredentialRecord } from '../../records.ts';
import { createEnding, type Ending, type OwnEnding } from '../../utils/ending.ts';
import { isFinal } from '../machine/machine.ts';
import type { Pool } from '../pool.ts';
import { UpstreamFailure } from '../types.ts';

/** Keys that are tested at a time when a person waits for it. */
const AT_ONCE = 6;
/** Keys that one background run may test, one after the other. */
const GENTLE = 50;

/** Resolves when Google takes the key, rejects with `UpstreamFailure` when it does not, or when that stays open. */
export type Probe = (credential: CredentialRecord, ending: Ending) => Promise<void>;

export interface HealthCheck {
  /** @throws ProxyError `not_found`, also where the key was removed meanwhile */
  test(id: string, ending: Ending): Promise<KeyTestResult>;
  /** Starts testing these keys, or all; where a run is on, that goes on instead. Poll `progress`. */
  start(ids?: readonly string[]): KeyCheckProgress;
  /** Of the run that is on, or of the last one. */
  progress(): KeyCheckProgress;
  cancel(): void;
  /**
   * Tests the keys that are out until something happens and were not tested for `recheckInvalidKeys` minutes. For a
   * timer or alarm; how often that rings does not matter.
   * @returns how many were tested.
   */
  recheck(ending: Ending): Promise<number>;
}

const idle: KeyCheckProgress = { running: false, total: 0, done: 0, works: 0, fails: 0, inconclusive: 0 };

export function createHealthCheck(deps: {
  readonly pool: Pool;
  readonly probe: Probe;
  readonly clock: Pick<Clock, 'now'>;
  readonly settings: () => Settings;
  /** Keeps the process alive until the function returned is called: a run goes on with no page open. */
  readonly hold: () => () => void;
}): HealthCheck {
  const { pool, probe, clock, settings, hold } = deps;
  let progress = idle;
  let stop: OwnEnding = createEnding();

  async function test(id: string, ending: Ending): Promise<KeyTestResult> {
    const credential = pool.credential(id);
    try {
      await probe(credential, ending);
    } catch (error) {
      if (!(error instanceof UpstreamFailure)) throw ending.ended ? new ProxyError('client_closed') : error;
      return failed(id, error.failure);
    }
    await pool.recordTest(id, undefined);
    return { id, verdict: 'works', key: pool.view(id) };
  }

  async function failed(id: string, failure: Failure): Promise<KeyTestResult> {
    const { cause, message } = failure;
    const conclusive = isFinal(failure);
    if (conclusive) await pool.recordTest(id, failure);
    return { id, verdict: conclusive ? 'fails' : 'inconclusive', cause, message, key: pool.view(id) };
  }

  async function testAll(ids: readonly string[], ending: Ending): Promise<void> {
    const queue = ids.values();
    async function worker(): Promise<void> {
      for (const id of queue) {
        if (ending.ended) return;
        const verdict = await test(id, ending).then(
          (result) => result.verdict,
          // Removed meanwhile, or cancelled: nothing was found out.
          () => 'inconclusive' as const,
        );
        if (ending.ended) return;
        progress = { ...progress, done: progress.done + 1, [verdict]: progress[verdict] + 1 };
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  }

  return {
    test,

    start(ids = pool.credentials().map(({ id }) => id)) {
      if (progress.running) return progress;
      stop = createEnding();
      progress = { ...idle, running: true, total: ids.length };
      const letGo = hold();
      void testAll(ids, stop.ending).finally(() => {
        letGo();
        progress = { ...progress, running: false };
      });
      return progress;
    },

    progress: () => progress,
    cancel: () => stop.end(),

    async recheck(ending) {
      const interval = settings().recheckInvalidKeys * 60_000;
      if (interval === 0) return 0;
      const due = pool.lastChecks().filter(({ checkedAt }) => checkedAt + interval <= clock.now());
      for (const { id } of due.slice(0, GENTLE)) {
        if (ending.ended) break;
        await test(id, ending).catch(() => undefined);
      }
      return Math.min(due.length, GENTLE);
    },
  };
}
