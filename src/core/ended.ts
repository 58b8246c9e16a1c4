/** Who ended a request from outside: the client, by leaving, or the shell, which then says why in the reason. */
import { isProxyError, type ProxyError } from './errors.ts';
import type { Ending } from './utils/ending.ts';

/** A request's ending, or the signal that a platform made of it. */
type Ended = Pick<Ending, 'ended' | 'reason'> | Pick<AbortSignal, 'aborted' | 'reason'>;

const isOver = (ending: Ended): boolean => ('aborted' in ending ? ending.aborted : ending.ended);

/** Why the shell ended it, to be told to the client, which is still there; undefined in every other case. */
export const endedBy = (ending: Ended): ProxyError | undefined =>
  isOver(ending) && isProxyError(ending.reason) ? ending.reason : undefined;

/** Nobody is there any more to be told anything. */
export const hasLeft = (ending: Ended): boolean => isOver(ending) && endedBy(ending) === undefined;
