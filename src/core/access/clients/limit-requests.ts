/** The limits per client: what is refused, and what the answer's headers tell. */

import type { Allowance } from '../../../contract/clients.ts';
import type { Settings } from '../../../contract/settings/table.ts';
import { ProxyError } from '../../errors.ts';
import { duration } from '../../pool/pool-error.ts';
import type { Caller, Clock } from '../../ports.ts';
import { isPromise, type MaybePromise } from '../../utils/streams/source.ts';
import { type Allowances, settingsFor } from './client-quota.ts';
import type { ClientLimits, LimitSettings, Standings } from './rate-limit.ts';

export interface RequestLimits {
  /**
   * Takes one model call from what the caller may make. Our own pages are exempt.
   * @throws {ProxyError} `client_limit`, with `Retry-After`; `allowance_spent` where it is the caller's own limit of the day
   */
  count(caller: Caller): MaybePromise<void>;
  /** What is left to the caller, as an answer's headers tell it. */
  headers(caller: Caller): Readonly<Record<string, string>>;
}

interface Counting {
  readonly id: string;
  readonly inForce: LimitSettings;
  readonly allowance: Allowance;
  /** In ms. */
  readonly now: number;
}

export function createRequestLimits(deps: {
  readonly limits: ClientLimits;
  readonly settings: () => Settings;
  readonly allowances: Pick<Allowances, 'of'>;
  readonly clock: Pick<Clock, 'now'>;
}): RequestLimits {
  const { limits, settings, allowances, clock } = deps;

  /** @throws {ProxyError} where a request that was not counted is to wait */
  function refuse(retryAfter: number, { id, inForce, allowance, now }: Counting): void {
    if (retryAfter === 0) return;
    const { day } = limits.view(id, inForce, now);
    if (day?.wait === retryAfter && allowance.requestsPerDay !== undefined) {
      const wait = duration(retryAfter);
      throw new ProxyError('allowance_spent', { client: id, limit: allowance.requestsPerDay, retryAfter, wait });
    }
    throw new ProxyError('client_limit', { retryAfter, seconds: Math.ceil(retryAfter / 1000) });
  }

  return {
    count({ id, trust }) {
      if (trust === 'owner') return;
      const allowance = allowances.of(id);
      const inForce = settingsFor(id, settings(), allowance);
      const now = clock.now();
      const counting = { id, inForce, allowance, now };
      const taken = limits.take(id, inForce, now);
      if (!isPromise(taken)) return refuse(taken, counting);
      return taken.then((retryAfter) => refuse(retryAfter, counting));
    },
    headers({ id, trust }) {
      if (trust === 'owner') return {};
      return limitHeaders(limits.view(id, settingsFor(id, settings(), allowances.of(id)), clock.now()));
    },
  };
}

/** OpenAI's names for the minute; the day's with a suffix. */
const NAMES = {
  minute: {
    limit: 'x-ratelimit-limit-requests',
    remaining: 'x-ratelimit-remaining-requests',
    reset: 'x-ratelimit-reset-requests',
  },
  day: {
    limit: 'x-ratelimit-limit-requests-day',
    remaining: 'x-ratelimit-remaining-requests-day',
    reset: 'x-ratelimit-reset-requests-day',
  },
} as const;

function limitHeaders(standings: Standings): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const window of ['minute', 'day'] as const) {
    const standing = standings[window];
    if (standing === undefined) continue;
    const names = NAMES[window];
    headers[names.limit] = String(standing.limit);
    headers[names.remaining] = String(standing.remaining);
    headers[names.reset] = `${Math.ceil(standing.reset / 1000)}s`;
  }
  return headers;
}
