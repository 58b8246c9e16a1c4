import type { Clock } from '../../ports.ts';
import type { Journal } from '../../store/write-behind.ts';
import type { PoolState } from '../machine/machine.ts';
import type { PoolContext } from '../run-context.ts';
import type { EnvKeys } from './env-keys.ts';
import type { RecentlyRemoved } from './recently-removed.ts';

/**
 * What changes of keys work on; each function picks what it needs. They queue what must be stored and flush nothing.
 */
export interface KeyContext {
  readonly clock: Pick<Clock, 'now'>;
  readonly journal: Journal;
  readonly state: PoolState;
  readonly removed: RecentlyRemoved;
  readonly envKeys: EnvKeys;
  readonly record: PoolContext['record'];
}
