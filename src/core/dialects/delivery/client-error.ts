/** What a client is told of anything that was thrown. */
import type { Settings } from '../../../contract/settings/table.ts';
import { endedBy } from '../../ended.ts';
import { isProxyError, type Language, ProxyError } from '../../errors.ts';
import type { Ids, Log } from '../../ports.ts';
import type { Ending } from '../../utils/ending.ts';
import { withoutPool } from './public-mode.ts';

/** @param ending the request's: what fails after the client has left, or we have ended it, fails because of that. */
export type ClientError = (thrown: unknown, ending: Ending) => ProxyError;

export function createClientError(deps: {
  readonly settings: () => Pick<Settings, 'publicMode'>;
  readonly ids: Ids;
  readonly log: Log;
  /** The pool cannot know where a person adds a key; the shell does. */
  readonly whereToAddKeys: Readonly<Record<Language, string>>;
}): ClientError {
  const { settings, ids, log, whereToAddKeys } = deps;
  return (thrown, ending) => {
    const ended = endedBy(ending);
    if (ended !== undefined) return ended;
    if (isProxyError(thrown) && settings().publicMode) return withoutPool(thrown);
    if (isProxyError(thrown) && thrown.code === 'no_keys') return new ProxyError('no_keys', { where: whereToAddKeys });
    if (isProxyError(thrown)) return thrown;
    if (ending.ended) return new ProxyError('client_closed');
    const id = ids().slice(0, 8);
    const stack = thrown instanceof Error ? thrown.stack : String(thrown);
    log.write({ level: 'error', event: 'internal-error', id, stack });
    return new ProxyError('internal', { id }, undefined, { cause: thrown });
  };
}
