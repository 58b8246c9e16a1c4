// covers: src/core/pool/machine/pick.ts, src/core/pool/machine/ready-queue.ts
import { describe, expect, test } from 'vitest';
import { ask, bench, failures, names } from './bench.ts';

const count = (values: readonly string[]) => {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
};

describe('least used', () => {
  test('uses all keys evenly, in turn among equals', async () => {
    const { pool } = await bench();
    await pool.add(names(5).join(' '));
    const used = [];
    for (let i = 0; i < 15; i += 1) used.push((await ask(pool, (secret) => secret)).value);
    const round = names(5);
    expect(used).toEqual([...round, ...round, ...round]);
  });

  test('sends what comes at once to different keys', async () => {
    const { pool } = await bench();
    await pool.add(names(5).join(' '));
    let open: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const all = Array.from({ length: 10 }, () => ask(pool, (secret) => gate.then(() => secret)));
    open();
    const used = (await Promise.all(all)).map(({ value }) => value);
    expect([...count(used).values()]).toEqual([2, 2, 2, 2, 2]);
  });

  test('gives a new key no more than its share of what others have had today', async () => {
    const { pool } = await bench();
    await pool.add('key-1');
    for (let i = 0; i < 4; i += 1) await ask(pool, () => 'hello');
    await pool.add('key-2');
    const used = [];
    for (let i = 0; i < 6; i += 1) used.push((await ask(pool, (secret) => secret)).value);
    expect(count(used)).toEqual(
      new Map([
        ['key-2', 5],
        ['key-1', 1],
      ]),
    );
  });

  test('prefers keys below the limit that nobody set, but does not refuse the others', async () => {
    const { pool } = await bench({ settings: { apiKeyDailyLimit: 3, rotation: 'in-order' } });
    await pool.add('key-1 key-2');
    const used = [];
    for (let i = 0; i < 8; i += 1) used.push((await ask(pool, (secret) => secret)).value);
    expect(used).toEqual(['key-1', 'key-1', 'key-1', 'key-2', 'key-2', 'key-2', 'key-1', 'key-1']);
  });

  test('keeps to the limit that a person set', async () => {
    const { pool } = await bench({ settings: { apiKeyDailyLimit: 2 }, limitIsSet: true });
    await pool.add('key-1 key-2');
    for (let i = 0; i < 4; i += 1) await ask(pool, () => 'hello', { model: i % 2 === 0 ? 'one' : 'two' });
    await expect(ask(pool, () => 'never')).rejects.toMatchObject({ code: 'keys_cooling' });
  });

  test('starts anew at midnight in Los Angeles', async () => {
    const { pool, clock } = await bench({ settings: { apiKeyDailyLimit: 1 }, limitIsSet: true });
    await pool.add('key-1');
    await ask(pool, () => 'hello');
    clock.set(pool.status().quotaDayEnds - 1);
    await expect(ask(pool, () => 'never')).rejects.toMatchObject({ details: { retryAfter: 1 } });
    clock.set(clock.now() + 1);
    await expect(ask(pool, () => 'hello')).resolves.toMatchObject({ value: 'hello' });
  });
});

test('in order: the first key until it is out', async () => {
  const { pool } = await bench({ settings: { rotation: 'in-order' } });
  await pool.add('key-1 key-2 key-3');
  const used = [];
  for (let i = 0; i < 3; i += 1) used.push((await ask(pool, (secret) => secret)).value);
  await ask(pool, (secret) => (secret === 'key-1' ? failures.day() : secret));
  for (let i = 0; i < 3; i += 1) used.push((await ask(pool, (secret) => secret)).value);
  expect(used).toEqual(['key-1', 'key-1', 'key-1', 'key-2', 'key-2', 'key-2']);
});

describe('sticky', () => {
  const settings = { rotation: 'sticky', apiKeyDailyLimit: 1_000 } as const;
  const talk = Array.from({ length: 60 }, (_, i) => `conversation ${i}`);

  async function keysOf(pool: Awaited<ReturnType<typeof bench>>['pool']) {
    const used = [];
    for (const conversation of talk) used.push((await ask(pool, (secret) => secret, { conversation })).value);
    return used;
  }

  test('keeps a conversation with its key, and spreads conversations over all', async () => {
    const { pool } = await bench({ settings });
    await pool.add(names(6).join(' '));
    const first = await keysOf(pool);
    expect(await keysOf(pool)).toEqual(first);
    expect(count(first).size).toBe(6);
  });

  test('moves only the conversations of a key that is out, and back again', async () => {
    const { pool, clock } = await bench({ settings });
    const { added } = await pool.add(names(6).join(' '));
    const first = await keysOf(pool);
    await ask(pool, () => failures.minute(30_000), { pinnedTo: added[0]?.id ?? '' }).catch(() => undefined);
    const meanwhile = await keysOf(pool);
    expect(meanwhile).not.toContain('key-1');
    expect(meanwhile.map((key, i) => first[i] === 'key-1' || key === first[i])).not.toContain(false);
    clock.set(clock.now() + 31_000);
    expect(await keysOf(pool)).toEqual(first);
  });

  test('falls back to the least used without a conversation', async () => {
    const { pool } = await bench({ settings });
    await pool.add(names(3).join(' '));
    const used = [];
    for (let i = 0; i < 6; i += 1) used.push((await ask(pool, (secret) => secret)).value);
    expect([...count(used).values()]).toEqual([2, 2, 2]);
  });
});

test('another rotation is taken up at once', async () => {
  const settings: { rotation: 'least-used' | 'in-order' } = { rotation: 'least-used' };
  const { pool } = await bench({ settings });
  await pool.add('key-1 key-2');
  await ask(pool, () => 'hello');
  settings.rotation = 'in-order';
  await expect(ask(pool, (secret) => secret)).resolves.toMatchObject({ value: 'key-1' });
});

test('a request for one kind of credentials is not answered by another', async () => {
  const { pool } = await bench();
  await expect(ask(pool, () => 'never', { kinds: ['vertex-express'] })).rejects.toMatchObject({ code: 'no_keys' });
  await pool.add('key-1');
  await expect(ask(pool, () => 'never', { kinds: ['vertex-express'] })).rejects.toMatchObject({
    code: 'no_keys_of_kind',
  });
  await expect(ask(pool, () => 'hello', { kinds: ['vertex-express', 'ai-studio'] })).resolves.toBeDefined();
});
