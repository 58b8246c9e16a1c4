import type { CredentialRecord } from '../records.ts';
import type { Choice, LeaseEnd } from './machine/machine.ts';
import type { AttemptEvent, PoolContext } from './run-context.ts';
import type { Lease } from './types.ts';

/** A lease that reports its end exactly once: whichever of its three ways out is taken first. */
export function createLease(credential: CredentialRecord, onEnd: (end: LeaseEnd) => void): Lease {
  let open = true;
  function end(how: LeaseEnd): void {
    if (!open) return;
    open = false;
    onEnd(how);
  }
  return {
    credential,
    settle: (usage) => end({ type: 'settled', usage }),
    fail: (failure) => end({ type: 'failed', failure }),
    release: () => end({ type: 'released' }),
  };
}

/**
 * Leases the chosen key. The lease's end goes to the state, the store and whoever listens.
 * @param asked by whom; and `onStrict`: something came up that must be on disk before it is acknowledged.
 */
export function takeLease(
  context: PoolContext,
  { entry, health }: Choice,
  { callerId, onStrict }: { readonly callerId: string | undefined; readonly onStrict: () => void },
): Lease {
  const { clock, random } = context.deps;
  const { key, model } = entry;
  const { id, label } = key.credential;
  const startedAt = clock.now();
  context.record({ type: 'leased', id, model, health }, startedAt);
  return createLease(key.credential, (end) => {
    const endedAt = clock.now();
    if (context.record({ type: 'ended', id, model, health, end, random: random() }, endedAt)) onStrict();
    context.tell({
      credentialId: id,
      label,
      model,
      client: callerId,
      startedAt,
      endedAt,
      outcome: outcomes[end.type],
      failure: end.type === 'failed' ? end.failure : undefined,
      usage: end.type === 'settled' ? end.usage : undefined,
    });
  });
}

const outcomes = { settled: 'answered', failed: 'failed', released: 'released' } as const satisfies Record<
  LeaseEnd['type'],
  AttemptEvent['outcome']
>;
