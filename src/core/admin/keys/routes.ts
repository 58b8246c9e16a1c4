/** `/api/keys`: everything that a person does to the keys. */
import { Hono } from 'hono/tiny';
import { powerForKeyPatch } from '../../access/login/powers.ts';
import { requirePower } from '../../access/login/require-admin.ts';
import type { AppEnv, Services } from '../../services.ts';
import { KEYS_LIMIT, readBody, readIds, readKeyPatch, readKeys, readManyPatch, readSomeOrAll } from '../read-body.ts';
import { keyHealth } from './key-health.ts';
import { previewKeys } from './preview-keys.ts';

export function keyRoutes({ pool, health, stats, ports }: Services): Hono<AppEnv> {
  const keys = new Hono<AppEnv>();
  const { clock } = ports;

  keys.get('/', (c) => c.json(pool.list()));
  keys.post('/', async (c) => {
    const { text, keysAre } = readKeys(await readBody(c.req.raw, KEYS_LIMIT));
    return c.json(await pool.add(text, keysAre));
  });
  keys.post('/preview', async (c) =>
    c.json(await previewKeys(readKeys(await readBody(c.req.raw, KEYS_LIMIT)).text, pool)),
  );
  keys.patch('/', async (c) => {
    const { ids, patch } = readManyPatch(await readBody(c.req.raw));
    requirePower(c.get('power'), powerForKeyPatch(patch));
    return c.json(await Promise.all(ids.map((id) => pool.update(id, patch))));
  });

  keys.post('/remove', async (c) => {
    await pool.remove(readIds(await readBody(c.req.raw)));
    return c.body(null, 204);
  });
  keys.get('/removed', (c) => c.json(pool.recentlyRemoved()));
  keys.post('/restore', async (c) => c.json(await pool.restore(readSomeOrAll(await readBody(c.req.raw)))));
  keys.post('/erase', async (c) => c.json({ erased: await pool.erase(readSomeOrAll(await readBody(c.req.raw))) }));
  keys.post('/clear-invalid', async (c) => c.json({ removed: await pool.clearInvalid() }));
  keys.post('/health', async (c) => c.json(await keyHealth(readIds(await readBody(c.req.raw)), { stats, clock })));
  // The one answer of the API with secrets in it: a person asked for it and confirmed.
  keys.post('/reveal', async (c) => {
    const ids = readIds(await readBody(c.req.raw));
    return c.json(ids.map((id) => ({ id, secret: pool.secretOf(id) })));
  });

  keys.get('/check', (c) => c.json(health.progress()));
  keys.post('/check', async (c) => c.json(health.start(readSomeOrAll(await readBody(c.req.raw)))));
  keys.delete('/check', (c) => {
    health.cancel();
    return c.json(health.progress());
  });

  keys.patch('/:id', async (c) => {
    const patch = readKeyPatch(await readBody(c.req.raw));
    requirePower(c.get('power'), powerForKeyPatch(patch));
    return c.json(await pool.update(c.req.param('id'), patch));
  });
  keys.post('/:id/try-now', async (c) => c.json(await pool.tryNow(c.req.param('id'))));
  keys.post('/:id/test', async (c) => c.json(await health.test(c.req.param('id'), c.req.raw.signal)));
  return keys;
}
