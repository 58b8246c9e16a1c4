/**
 * Who may use the pool. Decided by what the browser says of the sender and by nothing that the sender says, since a
 * page can put any frame on its connection.
 */
import type { Caller } from '../core/ports.ts';

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

const localHosts = new Set(['localhost', '127.0.0.1', '[::1]']);

/** @returns undefined when the sender may not use Hajimi. */
export function callerOf(sender: Sender | undefined, own: Own): Caller | undefined {
  if (sender?.id !== own.id || sender.origin === undefined) return undefined;
  if (sender.origin === own.origin) return { id: 'hajimi', trust: 'owner' };
  if (isLocalPage(sender.origin)) return { id: sender.origin, trust: 'site' };
  return undefined;
}

function isLocalPage(origin: string): boolean {
  // "null", the origin of sandboxed and file: documents, does not parse.
  if (!URL.canParse(origin)) return false;
  const { protocol, hostname } = new URL(origin);
  return protocol === 'http:' && localHosts.has(hostname);
}
