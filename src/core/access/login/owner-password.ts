/** The owner's password where nobody chose one: made once, kept in the store, and told by the shell at each start. */
import type { Clock, HotRecords, Ids, Store } from '../../ports.ts';
import type { Journal } from '../../store/write-behind.ts';

/** Its only key in the collection `access`. */
export const OWNER = 'owner';

/**
 * The password that is kept, or a new one. Where it cannot be kept it holds for this run.
 * @param kept the collection as it was loaded
 */
export async function openOwnerPassword(
  deps: {
    readonly store: Pick<Store, 'load'>;
    readonly journal: Pick<Journal, 'put' | 'flush'>;
    readonly clock: Pick<Clock, 'now'>;
    readonly ids: Ids;
  },
  kept: ReadonlyMap<string, HotRecords['access']>,
): Promise<string> {
  const { store, journal, clock, ids } = deps;
  const known = kept.get(OWNER);
  if (known !== undefined) return known.password;
  const password = ids();
  journal.put('access', OWNER, { password, madeAt: clock.now() });
  try {
    await journal.flush('strict');
    // Another relay on the same store may have made one at the same time: what is there now counts.
    return (await store.load()).access.get(OWNER)?.password ?? password;
  } catch {
    // The journal has told why, and goes on trying.
    return password;
  }
}
