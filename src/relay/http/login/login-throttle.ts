/**
 * How many passwords can be tried: token buckets, asked before a word is compared. A few wrong ones are free, since people
 * mistype; then an address has one guess a second, and all addresses from which nobody was let in share a few.
 *
 * So that no stranger locks the owner out, whoever was let in within the last day has a bucket that others do not empty: the
 * address, and within it everybody who calls itself the same, since behind one router or proxy many share an address. The
 * user agent is no secret and opens nothing: who imitates it shares that one bucket and gets no guess more than it holds.
 *
 * Right words are not remembered in order to let them pass for free. To look a word up among the right ones is to compare
 * it, so whoever shares the owner's address, such as another user of this computer, could guess as fast as it can ask. Words
 * that Hajimi made itself never get here: nobody guesses 128 bits, so their owners come in whatever strangers do.
 *
 * All this counts for one process: relays that share a Redis have a budget each, and a restart forgets.
 */

import type { LoginThrottle } from '../../../core/access/login/login-throttle.ts';
import { ProxyError } from '../../../core/errors.ts';
import type { Clock, Log } from '../../../core/ports.ts';
import { createBoundedMap } from '../../../core/utils/bounded-map.ts';
import { subnet } from './subnet.ts';
import { type Budget, createBuckets } from './token-bucket.ts';

/** What may be guessed, by one address and by all new ones together. */
export interface LoginBudget {
  readonly address: Budget;
  readonly newAddresses: Budget;
}

export const ordinary: LoginBudget = {
  address: { burst: 10, interval: 1_000 },
  newAddresses: { burst: 30, interval: 500 },
};
/** For a password that is short enough to be found at the ordinary pace. */
export const strict: LoginBudget = {
  address: { burst: 3, interval: 10_000 },
  newAddresses: { burst: 10, interval: 5_000 },
};

/** So long after somebody was let in an address is not new, in ms. */
const KNOWN_FOR = 24 * 60 * 60_000;
/** More than this are forgotten, those longest unseen first. Only the right password makes an address a known one. */
const MOST_ADDRESSES = 10_000;
/** Characters of an address: what a proxy forwards may be any text. */
const LONGEST_ADDRESS = 64;
/** Characters: a client may call itself anything. */
const LONGEST_AGENT = 200;
/** Ms between lines of the log, whoever guesses. */
const LOG_EVERY = 60_000;

export function createLoginThrottle(
  budget: LoginBudget,
  { clock, log }: { readonly clock: Pick<Clock, 'now'>; readonly log: Log },
): LoginThrottle {
  const known = createBuckets(budget.address, MOST_ADDRESSES);
  const strangers = createBuckets(budget.address, MOST_ADDRESSES);
  const newAddresses = createBuckets(budget.newAddresses, 1);
  const letIn = createBoundedMap<string, number>({ maxEntries: MOST_ADDRESSES, refreshedBy: 'set' });
  let refused = 0;
  let loggedAt = Number.NEGATIVE_INFINITY;

  const isKnown = (who: string, now: number): boolean => (letIn.get(who) ?? Number.NEGATIVE_INFINITY) + KNOWN_FOR > now;

  function tell(client: string, now: number): void {
    refused += 1;
    if (loggedAt + LOG_EVERY > now) return;
    const message = 'Too many wrong passwords: they are no longer compared at once';
    log.write({ level: 'warn', event: 'wrong-passwords', message, client, refused });
    loggedAt = now;
    refused = 0;
  }

  return {
    guess({ address, userAgent }) {
      const now = clock.now();
      const client = subnet(address).slice(0, LONGEST_ADDRESS);
      const agent = `${client} ${userAgent.slice(0, LONGEST_AGENT)}`;
      const who = [agent, client].find((one) => isKnown(one, now));
      const charged =
        who === undefined
          ? ([[strangers, client] as const, [newAddresses, 'all'] as const] as const)
          : ([[known, who] as const] as const);
      const wait = Math.max(...charged.map(([buckets, key]) => buckets.wait(key, now)));
      if (wait > 0) {
        tell(client, now);
        throw new ProxyError('too_many_passwords', { retryAfter: wait, seconds: Math.ceil(wait / 1000) });
      }
      for (const [buckets, key] of charged) buckets.take(key, now);
      return () => {
        for (const [buckets, key] of charged) buckets.giveBack(key);
        letIn.set(client, now);
        letIn.set(agent, now);
      };
    },
  };
}
