import type { FunctionCall } from '../../../../google/wire.ts';
import type { Ids } from '../../../../ports.ts';

/** Gives a call its id. */
export type CallIds = (call: FunctionCall) => string;

/**
 * Hands out tool call ids: Google's own where it gave one that is not taken, else a new one. Two calls of one function in
 * one answer need different ids, and so do two turns of one conversation.
 */
export function createCallIds(ids: Ids, used: Iterable<string> = []): CallIds {
  const taken = new Set(used);
  return (call) => {
    const id = call.id && !taken.has(call.id) ? call.id : `call_${ids()}`;
    taken.add(id);
    // Written back so that the signature vault learns the id under which the client will return the call.
    call.id = id;
    return id;
  };
}
