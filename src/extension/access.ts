/**
 * Who may use the pool. Decided by what the browser says of the sender and by nothing that the sender says, since a
 * page can put any frame on its connection.
 */
import type { Caller } from '../core/ports.ts';
import type { Admission } from './sites/sites.ts';

export interface Sender {
  /** The sending extension. */
  readonly id?: string | undefined;
  /** Origin of the frame that connected; `"null"` for a sandboxed frame. */
  readonly origin?: string | undefined;
}

export interface Own {
  readonly id: string;
  /** Origin of the extension's own pages. */
  readonly origin: string;
}

export interface Admitted extends Admission {
  readonly caller: Caller;
}

/**
 * @param admits what the person decided about a site.
 * @returns undefined when the sender may not use Hajimi.
 */
export async function admit(
  sender: Sender | undefined,
  own: Own,
  admits: (origin: string) => Promise<Admission | undefined>,
): Promise<Admitted | undefined> {
  if (sender?.id !== own.id || sender.origin === undefined) return undefined;
  const { origin } = sender;
  if (origin === own.origin) return { caller: { id: 'hajimi', trust: 'owner' }, takeOver: false };
  const admission = await admits(origin);
  return admission && { ...admission, caller: { id: origin, trust: 'site' } };
}
