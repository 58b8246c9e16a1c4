import type { Power } from '../../../contract/status.ts';
import { ProxyError } from '../../errors.ts';
import type { RequestHead } from '../../exchange.ts';
import type { Caller } from '../../ports.ts';
import { openedBy } from '../password.ts';
import type { LoginThrottle } from './login-throttle.ts';
import type { PageAccess } from './page-access.ts';

/**
 * What a caller may do with the config page's API.
 * @throws {ProxyError} `invalid_api_key` where it may do nothing, `too_many_passwords`; for a site `unknown_path`, as if there were nothing.
 */
export function powerOfCaller(
  request: RequestHead,
  caller: Caller,
  access: Pick<PageAccess, 'powerOf'>,
  throttle?: LoginThrottle,
): Power {
  const { trust } = caller;
  if (trust === 'owner') return 'owner';
  if (trust === 'site') throw new ProxyError('unknown_path', { method: request.method, path: request.path });
  const power = openedBy(request, caller, throttle, access.powerOf);
  if (power === undefined) throw new ProxyError('invalid_api_key');
  return power;
}

/** @throws {ProxyError} `owner_password_required` */
export function requirePower(has: Power, needed: 'open' | Power): void {
  if (needed === 'owner' && has !== 'owner') throw new ProxyError('owner_password_required');
}
