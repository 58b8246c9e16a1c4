/** Who ended a request from outside: the client, by leaving, or the shell, which then says why in the signal's reason. */
import { isProxyError, type ProxyError } from './errors.ts';

/** Why the shell ended it, to be told to the client, which is still there; undefined in every other case. */
export const endedBy = ({ aborted, reason }: AbortSignal): ProxyError | undefined =>
  aborted && isProxyError(reason) ? reason : undefined;

/** Nobody is there any more to be told anything. */
export const hasLeft = (signal: AbortSignal): boolean => signal.aborted && endedBy(signal) === undefined;
