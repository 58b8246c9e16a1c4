/** `/api/keys`: everything that a person does to the keys. */
import type { Handlers } from '../../../contract/endpoint.ts';
import type { Endpoints } from '../../../contract/endpoints.ts';
import { powerForKeyPatch } from '../../access/login/powers.ts';
import { requirePower } from '../../access/login/require-admin.ts';
import type { HealthCheck } from '../../pool/keys/health-check.ts';
import type { Pool } from '../../pool/pool.ts';
import type { Clock } from '../../ports.ts';
import type { Stats } from '../../stats/stats.ts';
import type { AdminContext } from '../endpoint.ts';
import { keyHealth } from './key-health.ts';
import { previewKeys } from './preview-keys.ts';

export interface KeyDeps {
  readonly pool: Pool;
  readonly health: HealthCheck;
  readonly stats: Stats;
  readonly clock: Pick<Clock, 'now'>;
}

export const keyHandlers = ({ pool, health, stats, clock }: KeyDeps): Handlers<Endpoints['keys'], AdminContext> => ({
  list: () => pool.list(),
  add: ({ body: { text, keysAre } }) => pool.add(text, keysAre),
  preview: ({ body: { text } }) => previewKeys(text, pool),
  update({ params, body: patch }, { power }) {
    requirePower(power, powerForKeyPatch(patch));
    return pool.update(params.id, patch);
  },
  updateMany({ body: { ids, patch } }, { power }) {
    requirePower(power, powerForKeyPatch(patch));
    return Promise.all(ids.map((id) => pool.update(id, patch)));
  },
  async remove({ body: { ids } }) {
    await pool.remove(ids);
  },
  removed: () => pool.recentlyRemoved(),
  restore: ({ body: { ids } }) => pool.restore(ids),
  erase: async ({ body: { ids } }) => ({ erased: await pool.erase(ids) }),
  clearInvalid: async () => ({ removed: await pool.clearInvalid() }),
  health: ({ body: { ids } }) => keyHealth(ids, { stats, clock }),
  // The one answer of the API with secrets in it: a person asked for it and confirmed.
  reveal: ({ body: { ids } }) => ids.map((id) => ({ id, secret: pool.secretOf(id) })),
  check: () => health.progress(),
  startCheck: ({ body: { ids } }) => health.start(ids),
  cancelCheck() {
    health.cancel();
    return health.progress();
  },
  tryNow: ({ params }) => pool.clearHealth(params.id),
  test: ({ params }, { ending }) => health.test(params.id, ending),
});
