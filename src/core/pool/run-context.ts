import type { CredentialKind } from '../../contract/keys.ts';
import type { Failure, Usage } from '../../contract/log.ts';
import type { Settings } from '../../contract/settings/table.ts';
import type { Clock, Random, Snapshot } from '../ports.ts';
import type { Journal } from '../store/write-behind.ts';
import type { RecentlyRemoved } from './keys/recently-removed.ts';
import type { PoolEvent, PoolState } from './machine/machine.ts';

export interface PoolDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly journal: Journal;
  /** What `Store.load()` gave at start. */
  readonly snapshot: Snapshot;
  readonly settings: () => Settings;
  /** Kinds of credentials that may answer where a job names none, the preferred one first. */
  readonly providerOrder: () => readonly CredentialKind[];
  /** Whether a person set `apiKeyDailyLimit`: only then is it hard. */
  readonly dailyLimitIsSet: () => boolean;
}

/** The end of one use of a key, told once for every lease. Times are in ms. */
export interface AttemptEvent {
  readonly credentialId: string;
  readonly label: string;
  readonly model: string;
  /** `Caller.id` of who asked; undefined where the core itself did. */
  readonly client: string | undefined;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly outcome: 'answered' | 'failed' | 'released';
  readonly failure: Failure | undefined;
  readonly usage: Usage | undefined;
}

/** What the parts of the pool share. */
export interface PoolContext {
  readonly deps: PoolDeps;
  readonly state: PoolState;
  readonly removed: RecentlyRemoved;
  /** Applies an event and queues what must be stored. @returns whether it must be on disk before it is acknowledged. */
  record(event: PoolEvent, now: number): boolean;
  /** Notifies the listeners of `onAttempt`. */
  tell(event: AttemptEvent): void;
}
