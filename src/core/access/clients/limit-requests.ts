/** The limits per client: what is refused, and what the answer's headers tell. */

import type { Settings } from '../../../contract/settings/table.ts';
import { ProxyError } from '../../errors.ts';
import { duration } from '../../pool/pool-error.ts';
import type { Caller, Clock } from '../../ports.ts';
import { type Allowances, settingsFor } from './client-quota.ts';
import type { ClientLimits, Standing, Standings } from './rate-limit.ts';

export interface RequestLimits {
  /**
   * Takes one model call from what the caller may make. Our own pages are exempt.
   * @throws {ProxyError} `client_limit`, with `Retry-After`; `allowance_spent` where it is the caller's own limit of the day
   */
  count(caller: Caller): Promise<void>;
  /** What is left to the caller, as an answer's headers tell it. */
  headers(caller: Caller): Readonly<Record<string, string>>;
}

export function createRequestLimits(deps: {
  readonly limits: ClientLimits;
  readonly settings: () => Settings;
  readonly allowances: Pick<Allowances, 'of'>;
  readonly clock: Pick<Clock, 'now'>;
}): RequestLimits {
  const { limits, settings, allowances, clock } = deps;
  return {
    async count({ id, trust }) {
      if (trust === 'owner') return;
      const allowance = allowances.of(id);
      const inForce = settingsFor(id, settings(), allowance);
      const now = clock.now();
      const retryAfter = await limits.take(id, inForce, now);
      if (retryAfter === 0) return;
      const { day } = limits.view(id, inForce, now);
      if (day?.wait === retryAfter && allowance.requestsPerDay !== undefined) {
        const wait = duration(retryAfter);
        throw new ProxyError('allowance_spent', { client: id, limit: allowance.requestsPerDay, retryAfter, wait });
      }
      throw new ProxyError('client_limit', { retryAfter, seconds: Math.ceil(retryAfter / 1000) });
    },
    headers({ id, trust }) {
      if (trust === 'owner') return {};
      return limitHeaders(limits.view(id, settingsFor(id, settings(), allowances.of(id)), clock.now()));
    },
  };
}

/** OpenAI's names for the minute; the day's with a suffix. */
function limitHeaders({ minute, day }: Standings): Record<string, string> {
  return { ...headersOf(minute, ''), ...headersOf(day, '-day') };
}

function headersOf(standing: Standing | undefined, suffix: string): Record<string, string> {
  if (standing === undefined) return {};
  const { limit, remaining, reset } = standing;
  return {
    [`x-ratelimit-limit-requests${suffix}`]: String(limit),
    [`x-ratelimit-remaining-requests${suffix}`]: String(remaining),
    [`x-ratelimit-reset-requests${suffix}`]: `${Math.ceil(reset / 1000)}s`,
  };
}
