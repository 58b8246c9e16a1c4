/** With `PUBLIC_MODE`, strangers learn nothing of the pool from an error. */
import { type ErrorCode, ProxyError } from '../../errors.ts';

const tells: ReadonlySet<ErrorCode> = new Set([
  'no_keys',
  'keys_unusable',
  'keys_cooling',
  'model_limit',
  'tries_spent',
]);

/** The same failure and status, without labels, counts and reasons. */
export function withoutPool(error: ProxyError): ProxyError {
  if (!tells.has(error.code)) return error;
  const { retryAfter } = error.details;
  const details = retryAfter === undefined ? {} : { retryAfter };
  return new ProxyError(error.status === 429 ? 'busy' : 'out_of_service', details, error.status, { cause: error });
}
