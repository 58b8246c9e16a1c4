import type { CredentialKind } from '../../contract/keys.ts';
import type { Pool } from './pool.ts';

/** Provider order: the same pool, whose calls only these kinds of credentials answer, the preferred one first. */
export function withProviderOrder(pool: Pool, order: () => readonly CredentialKind[]): Pool {
  return {
    ...pool,
    run: (job) => {
      const { kinds } = job;
      const inOrder = order();
      return pool.run({
        ...job,
        kinds: kinds === undefined ? inOrder : inOrder.filter((kind) => kinds.includes(kind)),
      });
    },
  };
}
