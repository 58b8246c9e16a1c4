import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { LimitSettings } from '../../../../../src/core/access/clients/rate-limit.ts';
import { ids } from '../../../../../src/relay/ports/platform.ts';
import { connectRedis, type RedisLink } from '../../../../../src/relay/storage/redis/connect.ts';
import { createRedisClientLimits } from '../../../../../src/relay/storage/redis/rate-limit.ts';
import { startRedis, type TestRedis } from '../../../../support/programs/redis.ts';

let server: TestRedis;
beforeAll(async () => {
  server = await startRedis();
}, 300_000);
afterAll(() => server.dispose());

async function relays(count: number) {
  const prefix = ids();
  const links: RedisLink[] = [];
  for (let n = 0; n < count; n++)
    links.push(await connectRedis({ url: server.url, prefix }, { write: () => undefined }));
  onTestFinished(() => {
    for (const { redis } of links) redis.disconnect();
  });
  return links.map((link) => {
    const limits = createRedisClientLimits(link.redis);
    return {
      link,
      prefix,
      take: (client: string, rules: LimitSettings) => limits.take(client, rules, Date.now()),
      view: (client: string, rules: LimitSettings) => limits.view(client, rules, Date.now()),
    };
  });
}

const rules = (perMinute: number, perDay: number): LimitSettings => ({
  maxRequestsPerMinute: perMinute,
  maxRequestsPerDayPerIp: perDay,
});
const granted = (waits: readonly number[]) => waits.filter((wait) => wait === 0).length;

describe('client limits on Redis', () => {
  it('count the requests at all relays, and a refused one not at all', async () => {
    const [a, b] = await relays(2);
    if (a === undefined || b === undefined) throw new Error('two relays are needed');
    const waits = await Promise.all(
      Array.from({ length: 20 }, async (_, n) => (n % 2 ? a : b).take('client', rules(100, 7))),
    );
    expect(granted(waits)).toBe(7);
    for (const wait of waits.filter((one) => one > 0)) expect(wait).toBeGreaterThan(23 * 3_600_000);
    expect(await a.take('another', rules(100, 7))).toBe(0);
    await a.take('client', rules(100, 9));
    expect(a.view('client', rules(100, 9))).toMatchObject({
      minute: { limit: 100, remaining: 92, wait: 0 },
      day: { limit: 9, remaining: 1, wait: 0 },
    });
    expect(a.view('client', rules(0, 0))).toEqual({});
  });

  it('slide: what has left the window counts no more', async () => {
    const [a] = await relays(1);
    if (a === undefined) throw new Error('a relay is needed');
    const raw = new Redis(server.url);
    onTestFinished(() => raw.disconnect());
    const second = Math.floor(Date.now() / 1000);
    await raw.hset(`${a.prefix}:limit:minute:client`, { [second - 70]: 50, [second - 30]: 2 });
    expect(await a.take('client', rules(3, 0))).toBe(0);
    const wait = await a.take('client', rules(3, 0));
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(31_000);
    expect(a.view('client', rules(3, 0)).minute).toMatchObject({ remaining: 0, wait });
    expect(a.view('client', rules(3, 0)).minute?.reset).toBeGreaterThan(31_000);
  });

  it('go on from what is known while Redis is away, and are made good when it is back', async () => {
    const [a, b] = await relays(2);
    if (a === undefined || b === undefined) throw new Error('two relays are needed');
    for (let n = 0; n < 3; n++) await a.take('client', rules(0, 6));
    await b.take('client', rules(0, 6));
    await server.kill();
    expect(granted([await b.take('client', rules(0, 6)), await b.take('client', rules(0, 6))])).toBe(2);
    expect(await b.take('client', rules(0, 6))).toBeGreaterThan(0);
    expect(b.view('client', rules(0, 6)).day).toMatchObject({ remaining: 0 });
    await server.restart();
    await Promise.all([a.link.whenBack(), b.link.whenBack()]);
    const counted = async () => {
      const slots = await a.link.redis.hvals('limit:day:client');
      return slots.reduce((sum, count) => sum + Number(count), 0);
    };
    await expect.poll(counted, { timeout: 20_000 }).toBe(6);
    expect(await a.take('client', rules(0, 6))).toBeGreaterThan(0);
  });
});
