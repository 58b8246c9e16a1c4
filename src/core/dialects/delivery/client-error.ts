/** What a client is told of anything that was thrown. */
import { endedBy } from '../../ended.ts';
import { isProxyError, ProxyError } from '../../errors.ts';
import type { Services } from '../../services.ts';
import { withoutPool } from './public-mode.ts';

/** @param signal the request's: what fails after the client has left, or we have ended it, fails because of that. */
export function toldError(
  { shell, ports, settings }: Pick<Services, 'shell' | 'ports' | 'settings'>,
  thrown: unknown,
  signal: AbortSignal,
): ProxyError {
  const ended = endedBy(signal);
  if (ended !== undefined) return ended;
  if (isProxyError(thrown) && settings.current().publicMode) return withoutPool(thrown);
  // The pool cannot know where a person adds a key; the shell does.
  if (isProxyError(thrown) && thrown.code === 'no_keys')
    return new ProxyError('no_keys', { where: shell.whereToAddKeys });
  if (isProxyError(thrown)) return thrown;
  if (signal.aborted) return new ProxyError('client_closed');
  const id = ports.ids().slice(0, 8);
  const stack = thrown instanceof Error ? thrown.stack : String(thrown);
  ports.log.write({ level: 'error', event: 'internal-error', id, stack });
  return new ProxyError('internal', { id }, undefined, { cause: thrown });
}
