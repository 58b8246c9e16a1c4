/** The small ports, as Node has them. */
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock, Ids } from '../core/ports.ts';

/** A timer of Node's cannot wait longer, and fires at once when it is asked to. */
const longestTimer = 2 ** 31 - 1;

export const clock: Clock = {
  now: Date.now,
  async sleep(ms, signal) {
    try {
      for (let left = ms; left > 0; left -= longestTimer) {
        // Waiting must not keep a relay alive that has nothing else to do: it is shutting down.
        const options = { ref: false, ...(signal === undefined ? {} : { signal }) };
        await sleep(Math.min(left, longestTimer), undefined, options);
      }
    } catch (error) {
      // Node rejects with an AbortError of its own; the port promises the signal's reason.
      throw signal?.aborted ? signal.reason : error;
    }
  },
};

export const ids: Ids = () => randomBytes(16).toString('hex');
