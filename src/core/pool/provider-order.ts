import type { CredentialKind } from '../../contract/keys.ts';
import type { Pool } from './pool.ts';

/** The same pool, whose calls are answered by these kinds of credentials only, in this order of preference. */
export function preferKinds(pool: Pool, order: () => readonly CredentialKind[]): Pool {
  return {
    ...pool,
    run: (job) => {
      const kinds = order().filter((kind) => job.kinds === undefined || job.kinds.includes(kind));
      return pool.run({ ...job, kinds });
    },
  };
}
