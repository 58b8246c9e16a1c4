import { ProxyError } from '../errors.ts';
import { routedPath } from '../http/path.ts';
import type { Caller } from '../ports.ts';
import type { LoginThrottle } from './login-throttle.ts';
import { showsPassword } from './password.ts';

/**
 * Lets through who may see and change everything.
 * @param password that of the config page
 * @throws {ProxyError} `invalid_api_key`, `too_many_passwords`; for a site `unknown_path`, as if there were nothing.
 */
export function requireOwner(request: Request, caller: Caller, password: string, throttle?: LoginThrottle): void {
  const { trust } = caller;
  if (trust === 'site') {
    throw new ProxyError('unknown_path', { method: request.method, path: routedPath(request) });
  }
  if (trust === 'network' && !showsPassword(request, caller, password, throttle)) {
    throw new ProxyError('invalid_api_key');
  }
}
