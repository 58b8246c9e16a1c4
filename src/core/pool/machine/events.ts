/** Events and effects: what goes into the state machine, and what it wants stored. */
import type { Failure, Usage } from '../../../contract/log.ts';
import type { Counts, CredentialRecord, HealthRecord, LearnedLimits } from '../../records.ts';
import type { HealthStatus } from './state.ts';

/** How the use of a key by one attempt ended. */
export type LeaseEnd =
  | { readonly type: 'settled'; readonly usage: Usage | undefined }
  | { readonly type: 'failed'; readonly failure: Failure }
  | { readonly type: 'released' };

/** `model` is `NO_MODEL` for calls that Google counts against none. */
interface OfLease {
  readonly id: string;
  readonly model: string;
  /** Of the key with the model, when it was picked. */
  readonly health: HealthStatus;
}

/** `model` is undefined for what concerns the key with every model. */
interface OfKey {
  readonly id: string;
  readonly model: string | undefined;
}

/** What happened. `id` is that of the credential. */
export type PoolEvent =
  /** A key was added or edited. */
  | { readonly type: 'key'; readonly credential: CredentialRecord }
  | { readonly type: 'key-removed'; readonly id: string }
  | ({ readonly type: 'leased' } & OfLease)
  /** `random` in [0, 1) is for the jitter of a cooldown. */
  | ({ readonly type: 'ended'; readonly end: LeaseEnd; readonly random: number } & OfLease)
  /** From the store, from another relay, or from a test of the key. */
  | ({ readonly type: 'marked'; readonly health: HealthRecord } & OfKey)
  | ({ readonly type: 'unmarked' } & OfKey)
  | ({ readonly type: 'learned'; readonly learned: LearnedLimits } & OfKey)
  | {
      readonly type: 'counted';
      readonly id: string;
      readonly model: string;
      readonly day: string;
      readonly counts: Counts;
    };

/** What must be stored. `key` is that of the record in its collection (`ports.ts`). */
export type Effect =
  | {
      readonly type: 'mark';
      readonly key: string;
      readonly health: HealthRecord;
      readonly expiresAt: number | undefined;
      /** On disk before the client is answered. */
      readonly strict: boolean;
    }
  | { readonly type: 'count'; readonly key: string; readonly counts: Counts; readonly expiresAt: number }
  | { readonly type: 'learned'; readonly key: string; readonly learned: LearnedLimits };
