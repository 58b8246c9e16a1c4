/** Relays as processes on one Redis. */
// covers: src/relay/storage/redis
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AddKeysResult, KeyView } from '../../../../../src/contract/keys.ts';
import type { RequestRecord } from '../../../../../src/contract/log.ts';
import type { ModelView } from '../../../../../src/contract/models.ts';
import type { SettingView } from '../../../../../src/contract/settings/value.ts';
import { ids } from '../../../../../src/relay/ports/platform.ts';
import { type FakeGemini, startFakeGemini } from '../../../../fake-gemini/server.ts';
import { startRedis, type TestRedis } from '../../../../support/programs/redis.ts';
import { type RelayEnv, type RelayProcess, runRelay, startRelayProcess } from '../../../../support/relay.ts';

const PASSWORD = 'redis-secret-4711';
const KEY = `AIzaSy${'OneOfSeveralRelays'.padEnd(33, 'x')}`;
const headers = { authorization: 'Bearer 123', 'content-type': 'application/json' };
const question = { model: 'gemini-2.5-flash', messages: [{ role: 'user', content: 'hello' }] };
const patient = { timeout: 20_000 };

let redis: TestRedis;
let fake: FakeGemini;
beforeAll(async () => {
  fake = await startFakeGemini();
  redis = await startRedis('--requirepass', PASSWORD);
}, 300_000);
afterAll(async () => {
  await redis.dispose();
  await fake.close();
});

const urlWith = (password: string) => redis.url.replace('//', `//:${password}@`);

const start = (prefix: string, env: RelayEnv = {}) =>
  startRelayProcess({ GEMINI_BASE_URL: fake.url, REDIS_URL: urlWith(PASSWORD), REDIS_PREFIX: prefix, ...env });

const call = ({ url }: RelayProcess, method: string, path: string, body?: object) =>
  fetch(url + path, { method, headers, ...(body && { body: JSON.stringify(body) }) });
const read = async <T>(relay: RelayProcess, path: string) => (await (await call(relay, 'GET', path)).json()) as T;
const ask = (relay: RelayProcess) => call(relay, 'POST', '/v1/chat/completions', question);

describe('two relays', () => {
  it('see within moments what is done on the other, go on without Redis, and catch up', async () => {
    const prefix = ids();
    const [a, b] = await Promise.all([start(prefix), start(prefix)]);
    const keyOf = async (relay: RelayProcess) => (await read<KeyView[]>(relay, '/api/keys'))[0];
    const settingOf = async (relay: RelayProcess, name: string) =>
      (await read<SettingView[]>(relay, '/api/settings')).find((row) => row.name === name)?.value;

    const added = (await (await call(a, 'POST', '/api/keys', { text: KEY })).json()) as AddKeysResult;
    await expect.poll(() => keyOf(b), patient).toMatchObject({ id: added.added[0]?.id });
    await call(b, 'PUT', '/api/settings/maxRetryNum', { value: 7 });
    await expect.poll(() => settingOf(a, 'maxRetryNum'), patient).toBe(7);
    expect((await ask(a)).status).toBe(200);
    await expect.poll(async () => (await keyOf(b))?.requestsToday, patient).toBe(1);

    await redis.kill();
    for (const relay of [a, b]) expect((await ask(relay)).status).toBe(200);
    expect((await read<KeyView[]>(a, '/api/keys'))[0]?.requestsToday).toBe(2);
    await redis.restart();
    for (const relay of [a, b]) await expect.poll(async () => (await keyOf(relay))?.requestsToday, patient).toBe(3);

    const c = await start(prefix);
    expect(await keyOf(c)).toMatchObject({ requestsToday: 3 });
    for (const relay of [a, b, c]) expect((await relay.stop()).code).toBe(0);
    for (const { log } of [a, b]) {
      expect(log.filter(({ event }) => event === 'redis-away')).toHaveLength(1);
      expect(log.filter(({ event }) => event === 'redis-back')).toHaveLength(1);
    }
    expect(JSON.stringify([a.log, b.log, c.log])).not.toMatch(new RegExp(`${PASSWORD}|${KEY}`));
  }, 120_000);

  it('bring back on one what was removed on the other, and show each other’s requests', async () => {
    const prefix = ids();
    // With the word of the owner, who alone erases.
    const env = { PASSWORD: 'for-frontends', WEB_PASSWORD: '123' };
    const [a, b] = await Promise.all([start(prefix, env), start(prefix, env)]);
    const keysOf = (relay: RelayProcess) => read<KeyView[]>(relay, '/api/keys');
    const post = async (relay: RelayProcess, path: string, body: object) =>
      (await call(relay, 'POST', `/api/keys/${path}`, body)).text();
    const { added } = (await (await call(a, 'POST', '/api/keys', { text: KEY })).json()) as AddKeysResult;
    const [id = ''] = added.map((key) => key.id);
    await expect.poll(() => keysOf(b), patient).toHaveLength(1);
    await call(a, 'PATCH', `/api/keys/${id}`, { label: 'mine' });
    for (const relay of [a, b])
      expect((await call(relay, 'POST', '/api/try/v1/chat/completions', question)).status).toBe(200);
    for (const relay of [a, b]) await expect.poll(async () => (await keysOf(relay))[0]?.requestsToday, patient).toBe(2);
    const [before] = await keysOf(a);
    const logOf = async (relay: RelayProcess) => (await read<RequestRecord[]>(relay, '/api/log')).map((one) => one.id);
    // Each hands its own over when it is looked at.
    await logOf(a);
    await expect.poll(() => logOf(b), patient).toHaveLength(2);
    expect(await logOf(a)).toEqual(await logOf(b));

    await post(a, 'remove', { ids: [id] });
    await expect.poll(() => read(b, '/api/keys/removed'), patient).toMatchObject({ count: 1 });
    expect(JSON.parse(await post(b, 'restore', {}))).toMatchObject({ restored: [before], lost: 0 });
    for (const relay of [a, b]) await expect.poll(() => keysOf(relay), patient).toEqual([before]);
    await expect.poll(() => read(a, '/api/keys/removed'), patient).toEqual({ count: 0 });

    await post(b, 'remove', { ids: [id] });
    await expect.poll(() => read(a, '/api/keys/removed'), patient).toMatchObject({ count: 1 });
    await post(a, 'erase', {});
    await expect.poll(() => read(b, '/api/keys/removed'), patient).toEqual({ count: 0 });
    expect(JSON.parse(await post(b, 'restore', { ids: [id] }))).toEqual({ restored: [], lost: 1 });

    await call(b, 'DELETE', '/api/log');
    for (const relay of [a, b]) expect(await logOf(relay)).toEqual([]);
    for (const relay of [a, b]) expect((await relay.stop()).code).toBe(0);
    expect(JSON.stringify([a.log, b.log])).not.toContain(KEY);
  }, 120_000);

  it('keep a model’s limit over all keys together', async () => {
    const prefix = ids();
    const limit = { MODEL_DAILY_LIMITS: 'gemini-2.5-flash=2' };
    const [a, b] = await Promise.all([start(prefix, limit), start(prefix, limit)]);
    const usedOn = async (relay: RelayProcess) =>
      (await read<ModelView[]>(relay, '/api/models')).find(({ id }) => id === question.model)?.requestsToday;
    const twoKeys = `${KEY} AIzaSy${'Another'.padEnd(33, 'x')}`;
    await call(a, 'POST', '/api/keys', { text: twoKeys });
    await expect.poll(async () => (await read<KeyView[]>(b, '/api/keys')).length, patient).toBe(2);
    for (const relay of [a, b]) expect((await ask(relay)).status).toBe(200);
    for (const relay of [a, b]) {
      await expect.poll(() => usedOn(relay), patient).toBe(2);
      expect((await ask(relay)).status).toBe(429);
    }
    await Promise.all([a.stop(), b.stop()]);
  }, 120_000);

  it('with different prefixes do not know each other', async () => {
    const [a, b] = await Promise.all([start(ids()), start(ids())]);
    await call(a, 'POST', '/api/keys', { text: KEY });
    expect(await read<KeyView[]>(b, '/api/keys')).toEqual([]);
    await Promise.all([a.stop(), b.stop()]);
  }, 120_000);
});

describe('the start', () => {
  it('is refused with the wrong password for Redis, which is not shown', async () => {
    const wrong = 'wrong-password-0815';
    const { code, stdout, stderr } = await runRelay({ PORT: '0', REDIS_URL: urlWith(wrong) });
    expect([code, stderr]).toEqual([1, expect.stringContaining(`Redis at ${redis.url} cannot be used: WRONGPASS`)]);
    expect(stdout + stderr).not.toContain(wrong);
  });

  it('says in --check where things are kept', async () => {
    const { stdout } = await runRelay({ REDIS_URL: urlWith(PASSWORD) }, '--check');
    expect(stdout).toContain(`Storage: ${redis.url} (hajimi)`);
    expect(stdout).not.toContain(PASSWORD);
  });
});
