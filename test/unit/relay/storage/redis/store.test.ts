import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Change, LogEvent, Store } from '../../../../../src/core/ports.ts';
import type { CredentialRecord } from '../../../../../src/core/records.ts';
import { ids } from '../../../../../src/relay/ports/platform.ts';
import { connectRedis } from '../../../../../src/relay/storage/redis/connect.ts';
import { createRedisStore, type RedisStore } from '../../../../../src/relay/storage/redis/store.ts';
import { describeStore } from '../../../../contract/describe-store.ts';
import { freePort } from '../../../../support/programs/free-port.ts';
import { startRedis, type TestRedis } from '../../../../support/programs/redis.ts';

let server: TestRedis;
beforeAll(async () => {
  server = await startRedis();
}, 300_000);
afterAll(() => server.dispose());

interface Opened {
  readonly store: RedisStore;
  readonly log: LogEvent[];
}

async function open(prefix: string, clock: { now(): number } = Date): Promise<Opened> {
  const log: LogEvent[] = [];
  const ports = { clock, ids, log: { write: (event: LogEvent) => void log.push(event) } };
  const link = await connectRedis({ url: server.url, prefix }, ports.log);
  return { store: createRedisStore(link, ports), log };
}

describeStore('the Redis store', async (clock) => {
  const prefix = ids();
  const opened: RedisStore[] = [];
  const another = async () => {
    const { store } = await open(prefix, clock);
    opened.push(store);
    return store;
  };
  return {
    store: await another(),
    reopen: another,
    another,
    async dispose() {
      for (const store of opened) await store.close();
    },
  };
});

const add = (key: string, n: number): Change => ({ id: ids(), op: 'add', in: 'counters', key, counts: { n } });
const set = (name: string, value: number): Change => ({ id: ids(), op: 'put', in: 'settings', key: name, value });

it('refuses an increment of what is no count, names it, and has applied nothing else of the commit', async () => {
  const prefix = ids();
  const { store } = await open(prefix);
  const raw = await connectRedis({ url: server.url, prefix }, { write: () => undefined });
  onTestFinished(async () => {
    await store.close();
    raw.redis.disconnect();
  });
  await raw.redis.hset('counters', 'words', '|"seven"', 'broken', 'nothing at all', 'good', '|{"n":1}');
  const changes = [add('good', 1), add('words', 1), set('a', 1), add('broken', 1), add('good', 1)];
  const refused = new Set([changes[1]?.id, changes[3]?.id]);
  await expect(store.commit(changes, 'strict')).rejects.toMatchObject({ name: 'ContentError', refused });
  expect([await raw.redis.hget('counters', 'good'), await raw.redis.hget('settings', 'a')]).toEqual(['|{"n":1}', null]);
  await store.commit(
    changes.filter(({ id }) => !refused.has(id)),
    'strict',
  );
  expect(await raw.redis.hget('counters', 'good')).toBe('|{"n":3}');
});

/** A relay looks once in a second of silence. */
const patient = { timeout: 20_000 };

/** Two relays that have loaded and follow each other. */
async function pair() {
  const prefix = ids();
  const [a, b] = [await open(prefix), await open(prefix)];
  onTestFinished(async () => {
    await a.store.close();
    await b.store.close();
  });
  await a.store.load();
  await b.store.load();
  return { a: { ...a, told: follow(a.store) }, b: { ...b, told: follow(b.store) } };
}

function follow(store: Store) {
  const changes: Change[] = [];
  let look = () => {};
  store.subscribe?.((more) => {
    changes.push(...more);
    look();
  });
  return {
    changes,
    until: (isThere: (change: Change) => boolean) =>
      new Promise<void>((resolve) => {
        look = () => changes.some(isThere) && resolve();
        look();
      }),
  };
}

const isPut = (name: string) => (change: Change) => change.op === 'put' && change.key === name;
const sum = (changes: readonly Change[], key: string) =>
  changes.reduce(
    (total, change) => total + (change.op === 'add' && change.key === key ? (change.counts.n ?? 0) : 0),
    0,
  );

describe('when Redis goes away', () => {
  it('a commit fails at once; what was in doubt is counted once when it is sent again', async () => {
    const { a, b } = await pair();
    const before = add('c', 1);
    await a.store.commit([before], 'relaxed');
    await server.kill();
    await expect(a.store.commit([add('c', 5)], 'strict')).rejects.toThrow('Redis did not answer');
    await expect(a.store.read('signatures', 's')).rejects.toThrow('Redis did not answer');
    await server.restart();
    await Promise.all([a.store.whenBack(), b.store.whenBack()]);
    await a.store.commit([before, add('c', 10)], 'relaxed');
    expect((await a.store.load()).counters.get('c')).toEqual({ n: 11 });
    await a.store.commit([set('last', 1)], 'strict');
    await b.told.until(isPut('last'));
    expect(sum(b.told.changes, 'c')).toBe(11);
    expect((await b.store.load()).counters.get('c')).toEqual({ n: 11 });
    expect(a.log.map(({ event }) => event)).toEqual(['redis-away', 'redis-back']);
  });

  it('takes one that is there but says nothing for away', async () => {
    const { a } = await pair();
    server.pause();
    await expect(a.store.commit([add('c', 1)], 'strict')).rejects.toThrow('Redis did not answer');
    server.resume();
    await a.store.whenBack();
    await a.store.commit([add('c', 1)], 'strict');
  });

  it('gets back what the relays know when it has lost everything', async () => {
    const { a, b } = await pair();
    await a.store.commit([set('kept', 1), add('c', 3)], 'strict');
    await a.store.commit([set('last', 1)], 'strict');
    await Promise.all([a.told.until(isPut('last')), b.told.until(isPut('last'))]);
    await server.restart({ empty: true });
    await Promise.all([a.store.whenBack(), b.store.whenBack()]);
    await expect.poll(() => [...a.log, ...b.log].map(({ event }) => event), patient).toContain('redis-lost-data');
    await b.store.commit([set('after', 1)], 'strict');
    await a.told.until(isPut('after'));
    const { settings, counters } = await a.store.load();
    expect(Object.fromEntries(settings)).toEqual({ kept: 1, last: 1, after: 1 });
    expect(counters.get('c')).toEqual({ n: 3 });
    expect(sum(b.told.changes, 'c')).toBe(3);
  });
});

describe('a removed key', () => {
  const secret = `AIzaSy${'ErasedForGood'.repeat(2)}`;
  const credential: CredentialRecord = {
    ...{ id: 'k', kind: 'ai-studio', secret, label: '', note: '', addedAt: 1, enabled: true },
    limits: {},
  };
  const removed = { credential, removedAt: 1, health: [], lessons: [], day: '2026-11-30', counts: [] };
  const keep = (expiresAt: number): Change[] => [
    { id: ids(), op: 'put', in: 'recentlyRemoved', key: 'k', value: removed, expiresAt },
    { id: ids(), op: 'delete', in: 'credentials', key: 'k' },
  ];
  const erasing = (): Change => ({ id: ids(), op: 'delete', in: 'recentlyRemoved', key: 'k' });

  /** Everything that the server has. */
  async function everything(): Promise<string> {
    const redis = new Redis(server.url);
    const all: unknown[] = [];
    for (const key of await redis.keys('*')) {
      const type = await redis.type(key);
      if (type === 'hash') all.push(await redis.hgetall(key));
      if (type === 'stream') all.push(await redis.xrange(key, '-', '+'));
      if (type === 'zset') all.push(await redis.zrange(key, 0, '-1'));
    }
    redis.disconnect();
    return JSON.stringify(all);
  }

  it('is nowhere in Redis once it is erased, and every relay hears of what came before and after', async () => {
    const { a, b } = await pair();
    await a.store.commit([{ id: ids(), op: 'put', in: 'credentials', key: 'k', value: credential }], 'strict');
    await a.store.commit(keep(Date.now() + 60_000), 'strict');
    await b.told.until((change) => change.op === 'delete' && change.in === 'credentials');
    expect(await everything()).toContain(secret);
    await b.store.commit([erasing()], 'strict');
    await a.told.until((change) => change.op === 'delete' && change.in === 'recentlyRemoved');
    expect(await everything()).not.toContain('ErasedForGood');
    await a.store.commit([set('after', 1)], 'strict');
    await b.told.until(isPut('after'));
  });

  it('is nowhere in Redis after the first commit beyond its time', async () => {
    const prefix = ids();
    const time = { now: Date.now() };
    const { store } = await open(prefix, { now: () => time.now });
    await store.load();
    const told = follow(store);
    onTestFinished(() => store.close());
    await store.commit(keep(time.now + 100), 'strict');
    time.now += 100;
    await store.commit([{ id: ids(), op: 'put', in: 'signatures', key: 's', value: 'cold' }], 'relaxed');
    expect(await everything()).not.toContain('ErasedForGood');
    await store.commit([set('after', 1)], 'strict');
    await told.until(isPut('after'));
  });
});

describe('the first contact', () => {
  it('is waited for, and when it does not come it is said what to do', async () => {
    const port = await freePort();
    const url = `redis://user:hidden@127.0.0.1:${port}`;
    const contact = connectRedis({ url, prefix: 'x' }, { write: () => undefined }, 500);
    await expect(contact).rejects.toThrow(
      /^Redis at redis:\/\/127.0.0.1:\d+ cannot be used: .*ECONNREFUSED.*REDIS_URL/,
    );
    await expect(contact).rejects.not.toThrow('hidden');
  });
});
