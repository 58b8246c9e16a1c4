/** The limits per client at the app's door: what counts, what is refused, and what the answer's headers tell. */
import type { MiddlewareHandler } from 'hono';
import { ProxyError } from '../../errors.ts';
import { isFreeCall } from '../../google/free-calls.ts';
import { duration } from '../../pool/pool-error.ts';
import type { Caller } from '../../ports.ts';
import type { AppEnv, Services } from '../../services.ts';
import { settingsFor } from './client-quota.ts';
import type { Standing, Standings } from './rate-limit.ts';

/** What else the plugins of SillyTavern call is not there, and they are told so. */
const NO_VECTOR = /^\/api\/vector\/(?!(?:query|insert)$)/;

/** Calls that a model answers, or that make it work later. Lists, files and counting tokens are free. */
export const isModelCall = ({ method, path }: { readonly method: string; readonly path: string }): boolean =>
  method === 'POST' && !isFreeCall(path) && !NO_VECTOR.test(path);

/** Refuses with 429 and `Retry-After`. */
export function limitClients(services: Services): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    if (isModelCall(c.req)) await countRequest(services, c.env.caller);
    await next();
  };
}

/**
 * Takes one model call from what the caller may make. Our own pages are exempt.
 * @throws {ProxyError} `client_limit`; `allowance_spent` where it is the caller's own limit of the day
 */
export async function countRequest({ limits, settings, allowances, ports }: Counting, caller: Caller): Promise<void> {
  const { id, trust } = caller;
  if (trust === 'owner') return;
  const allowance = allowances.of(id);
  const inForce = settingsFor(id, settings.current(), allowance);
  const now = ports.clock.now();
  const retryAfter = await limits.take(id, inForce, now);
  if (retryAfter === 0) return;
  const { day } = limits.view(id, inForce, now);
  if (day?.wait === retryAfter && allowance.requestsPerDay !== undefined) {
    const wait = duration(retryAfter);
    throw new ProxyError('allowance_spent', { client: id, limit: allowance.requestsPerDay, retryAfter, wait });
  }
  throw new ProxyError('client_limit', { retryAfter, seconds: Math.ceil(retryAfter / 1000) });
}

type Counting = Pick<Services, 'limits' | 'settings' | 'allowances' | 'ports'>;

/** Stands before everything that may refuse, so that a refusal tells as much as an answer. */
export function tellLimits({ limits, settings, allowances, ports }: Services): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    await next();
    const { id, trust } = c.env.caller;
    if (trust === 'owner' || !isModelCall(c.req)) return;
    const headers = limitHeaders(
      limits.view(id, settingsFor(id, settings.current(), allowances.of(id)), ports.clock.now()),
    );
    for (const [name, value] of Object.entries(headers)) c.res.headers.set(name, value);
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
