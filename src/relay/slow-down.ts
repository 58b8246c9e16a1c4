/** Wrong passwords are answered ever later, by the address that they come from. The right one is never kept waiting. */
import type { Clock, Log } from '../core/ports.ts';

export interface SlowDown {
  /**
   * Resolves when a refusal for this address may be sent, or as soon as the client has left.
   * @param address the client's, as `callerOf` has it
   */
  beforeRefusal(address: string, signal: AbortSignal): Promise<void>;
}

/** People mistype, and frontends try what they know first. */
const FREE = 2;
const FIRST_DELAY = 250;
const LONGEST_DELAY = 10_000;
/** So long after its last wrong password an address starts anew, in ms. */
const FORGOTTEN_AFTER = 15 * 60_000;
/** Those longest unseen go first: an attacker with more addresses than this is slowed down by nothing. */
const MOST_ADDRESSES = 10_000;

export function createSlowDown({ clock, log }: { readonly clock: Clock; readonly log: Log }): SlowDown {
  const wrong = new Map<string, { readonly times: number; readonly at: number }>();

  function count(client: string): number {
    const now = clock.now();
    const before = wrong.get(client);
    const times = before === undefined || before.at + FORGOTTEN_AFTER <= now ? 1 : before.times + 1;
    wrong.delete(client);
    wrong.set(client, { times, at: now });
    for (const longestUnseen of wrong.keys()) {
      if (wrong.size <= MOST_ADDRESSES) break;
      wrong.delete(longestUnseen);
    }
    return times;
  }

  return {
    async beforeRefusal(address, signal) {
      const client = network(address);
      const times = count(client);
      if (times <= FREE) return;
      if (times === FREE + 1) {
        const message = 'Wrong passwords from one address: it is answered ever later';
        log.write({ level: 'warn', event: 'wrong-passwords', message, client });
      }
      const delay = Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** (times - FREE - 1));
      await clock.sleep(delay, signal).catch(() => undefined);
    },
  };
}

/** One subscriber of IPv6 has at least 2^64 addresses (RFC 6177). */
function network(address: string): string {
  if (!address.includes(':')) return address;
  const [head = '', tail] = address.split('::');
  const groups = head === '' ? [] : head.split(':');
  const missing = tail === undefined ? 0 : 8 - groups.length - (tail === '' ? 0 : tail.split(':').length);
  return [...groups, ...Array(missing).fill('0')].slice(0, 4).join(':');
}
