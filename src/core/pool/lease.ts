import type { CredentialRecord } from '../records.ts';
import type { Choice, LeaseEnd } from './machine/machine.ts';
import type { AttemptEvent, PoolContext } from './run-context.ts';
import type { Job, Lease } from './types.ts';

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
 * Leases the chosen key. The lease's end goes to the state, to the store, and to those who listen.
 * @param holder whose `mustFlush` is set where that end must be on disk before it is acknowledged.
 * @param now in ms
 */
export function takeLease(
  { deps, record, tell }: PoolContext,
  { entry, health }: Choice,
  holder: { readonly job: Pick<Job<unknown>, 'callerId'>; mustFlush: boolean },
  now: number,
): Lease {
  const { key, model } = entry;
  const { credential } = key;
  const { id } = credential;
  record({ type: 'leased', id, model, health }, now);
  return createLease(credential, (end) => {
    const endedAt = deps.clock.now();
    if (record({ type: 'ended', id, model, health, end, random: deps.random() }, endedAt)) holder.mustFlush = true;
    tell({
      credentialId: id,
      label: credential.label,
      model,
      client: holder.job.callerId,
      startedAt: now,
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
