/** A request that no key answered, as the client is told. */

import type { FailureCause } from '../../contract/keys.ts';
import type { AttemptRecord, Failure } from '../../contract/log.ts';
import { type ErrorCode, type ErrorDetails, ProxyError } from '../errors.ts';
import type { CredentialRecord } from '../records.ts';
import type { Shortage } from './machine/machine.ts';
import { UpstreamFailure } from './types.ts';

/** Carries what was tried to the log and the inspector; the client sees only the error itself. */
export class PoolError extends ProxyError {
  constructor(
    code: ErrorCode,
    details: ErrorDetails,
    readonly attempts: readonly AttemptRecord[],
    options: { readonly status?: number | undefined; readonly failure?: Failure } = {},
  ) {
    const { status, failure } = options;
    super(code, details, status, failure === undefined ? undefined : { cause: new UpstreamFailure(failure) });
  }
}

/** The attempts behind an error that `Pool.run` threw. */
export const attemptsOf = (error: unknown): readonly AttemptRecord[] =>
  error instanceof PoolError ? error.attempts : [];

/** The next keys may answer at once. In ms. */
const COME_BACK_SOON = 1_000;

const codeByCause: Partial<Record<FailureCause, ErrorCode>> = {
  'model-not-found': 'model_not_found',
  'bad-request': 'request_refused',
  overloaded: 'upstream_overloaded',
  'server-error': 'upstream_error',
  timeout: 'upstream_timeout',
  network: 'upstream_unreachable',
  'not-google': 'not_google',
};

/** The error for a failure that no other key would have avoided (docs/design/translation.md#errors). */
export function errorOf(failure: Failure, model: string, attempts: readonly AttemptRecord[]): PoolError {
  const { cause, scope, status, message } = failure;
  const code = codeByCause[cause] ?? (scope === 'request' ? 'request_refused' : 'upstream_error');
  const ofClient = code === 'request_refused' && status >= 400 && status < 500;
  // A 404 is passed on even from a server in between: what the request asks for is not there.
  const isPassed = ofClient || (code === 'not_google' && status === 404);
  const details: ErrorDetails = code === 'not_google' ? inBetween(failure) : { reason: message, model };
  return new PoolError(code, details, attempts, { failure, status: isPassed ? status : undefined });
}

function inBetween({ status, message, retryAfter }: Failure): ErrorDetails {
  const reason = message === `HTTP ${status}` ? wordless : message;
  return { reason, status, ...(retryAfter !== undefined && { retryAfter }) };
}

const wordless = { en: 'it said nothing else', zh: '没有其他说明' };

/** The error for a request that may try no more keys, though there are more. */
export function triesSpent(failure: Failure, attempts: readonly AttemptRecord[]): PoolError {
  const details = { count: attempts.length, reason: failure.message };
  if (failure.cause !== 'minute-quota' && failure.cause !== 'day-quota') {
    return new PoolError('keys_unusable', details, attempts, { failure });
  }
  return new PoolError('tries_spent', { ...details, retryAfter: COME_BACK_SOON }, attempts, { failure });
}

/** Ms until it is worth asking again where only calls under way are in the way. */
const IN_FLIGHT = 1_000;

/** Not quotas that fill up again by themselves: to say "free again in 24 h" would raise a false hope. */
const hopeless: ReadonlySet<FailureCause> = new Set<FailureCause>([
  'no-free-tier',
  'region-refused',
  'key-restricted',
  'api-disabled',
  'billing',
]);

/** The error for a request for which no key is left, as the state machine explains it. */
export function noKeyLeft(
  shortage: Shortage,
  {
    model,
    attempts,
    now,
  }: { readonly model: string; readonly attempts: readonly AttemptRecord[]; readonly now: number },
): PoolError {
  switch (shortage.why) {
    case 'no-keys':
      return new PoolError('no_keys', {}, attempts);
    case 'no-keys-of-kind': {
      const kind = shortage.kinds.includes('ai-studio') ? 'AI Studio' : 'Vertex AI';
      return new PoolError('no_keys_of_kind', { kind }, attempts);
    }
    case 'owner-gone':
      return new PoolError('not_found', { what: 'API key any more that may use what the request names' }, attempts);
    case 'model-limit': {
      const { limit, until } = shortage;
      const retryAfter = until === undefined ? IN_FLIGHT : until - now;
      return new PoolError('model_limit', { model, limit, wait: duration(retryAfter), retryAfter }, attempts);
    }
    case 'unusable': {
      const { count, reason } = shortage;
      return new PoolError('keys_unusable', { count, reason: lastWords(attempts) ?? reason }, attempts);
    }
    case 'out':
      return allOut(shortage, model, attempts, now);
  }
}

function allOut(
  { count, next, health, until }: Extract<Shortage, { readonly why: 'out' }>,
  model: string,
  attempts: readonly AttemptRecord[],
  now: number,
): PoolError {
  const { cause, message } = health;
  if (cause === 'model-not-found') return new PoolError('model_not_found', { model, reason: message }, attempts);
  const retryAfter = until - now;
  const reason = lastWords(attempts) ?? message;
  const details = { count, label: nameOf(next), wait: duration(retryAfter), reason, retryAfter };
  return new PoolError(hopeless.has(cause) ? 'keys_unusable' : 'keys_cooling', details, attempts);
}

/** What the upstream said to the last attempt. */
const lastWords = (attempts: readonly AttemptRecord[]): string | undefined => attempts.at(-1)?.failure?.message;

/** What a client may be told of a key: its label, or the beginning of its id; nothing of the key itself. */
export const nameOf = ({ id, label }: CredentialRecord): string => (label === '' ? `Key ${id.slice(0, 6)}` : label);

/** Ms as a person reads them in either language: `37 s`, `4 min`, `5 h 12 min`. */
export function duration(ms: number): string {
  const seconds = Math.max(1, Math.ceil(ms / 1000));
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
