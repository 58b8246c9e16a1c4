/** The small ports, as Node has them. */
import { randomFillSync } from 'node:crypto';
import type { Clock, Ids } from '../../core/ports.ts';

/** A timer of Node's cannot wait longer, and fires at once when it is asked to. */
const longestTimer = 2 ** 31 - 1;

export const clock: Clock = {
  now: Date.now,
  after(ms, run) {
    let left = ms;
    const wait = (): NodeJS.Timeout => {
      const now = Math.min(left, longestTimer);
      left -= now;
      return setTimeout(() => {
        if (left > 0) timer = wait();
        else run();
        // It must not keep a relay alive that has nothing else to do: it is shutting down.
      }, now).unref();
    };
    let timer = wait();
    return () => clearTimeout(timer);
  },
};

const ID_BYTES = 16;
/** Asking the system for 16 bytes costs as much as for thousands (4.5 % of a small request's time). */
const randomBytes = Buffer.alloc(256 * ID_BYTES);
let used = randomBytes.length;

export const ids: Ids = () => {
  if (used === randomBytes.length) {
    randomFillSync(randomBytes);
    used = 0;
  }
  used += ID_BYTES;
  return randomBytes.toString('hex', used - ID_BYTES, used);
};
