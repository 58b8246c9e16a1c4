import { ProxyError } from '../errors.ts';
import { routedPath } from '../http/path.ts';
import type { Caller } from '../ports.ts';
import { presentedPassword, samePassword } from './password.ts';

/**
 * Lets through who may see and change everything.
 * @param password that of the config page
 * @throws {ProxyError} `invalid_api_key`; for a site `unknown_path`, as if there were nothing.
 */
export function requireOwner(request: Request, { trust }: Caller, password: string): void {
  if (trust === 'site') {
    throw new ProxyError('unknown_path', { method: request.method, path: routedPath(request) });
  }
  if (trust === 'network' && !samePassword(presentedPassword(request) ?? '', password)) {
    throw new ProxyError('invalid_api_key');
  }
}
