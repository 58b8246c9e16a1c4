import { describe, expect, test } from 'vitest';
import { ask, bench, failures, model, names } from '../bench.ts';

describe('adding', () => {
  test('keeps order, says what was there already, and is on disk before it is acknowledged', async () => {
    const made = await bench();
    const first = await made.pool.add('key-2, key-1');
    expect(first.added.map(({ masked, state }) => [masked, state])).toEqual([
      ['k…', 'usable'],
      ['k…', 'usable'],
    ]);
    const second = await made.pool.add('key-1\nkey-3');
    expect(second.duplicates).toEqual([first.added[1]?.id]);
    const { pool } = await made.restart('kill');
    expect(pool.credentials().map(({ secret }) => secret)).toEqual(['key-2', 'key-1', 'key-3']);
  });

  test('the same key has the same id everywhere: the beginning of its SHA-256', async () => {
    const { pool } = await bench();
    const { added } = await pool.add('AIzaSyxxxxxxxxxxxxxxxxxxxxxxxxxxxxx4f2Q');
    expect(added[0]).toMatchObject({ id: 'fabeaa7a949ae8a0', masked: 'AIza…4f2Q' });
    expect(JSON.stringify(pool.list())).not.toContain('xxxx');
  });

  test('refuses a text without a key', async () => {
    const { pool } = await bench();
    await expect(pool.add('here are my keys')).rejects.toMatchObject({
      code: 'invalid_value',
      details: { field: 'text' },
    });
  });
});

describe('the environment', () => {
  test('brings its keys once, and never one that a person removed from under it', async () => {
    let made = await bench();
    expect(await made.pool.syncFromEnv(['key-1,key-2', 'key-3'])).toBe(3);
    expect(await made.pool.syncFromEnv(['key-1', 'key-2', 'key-3'])).toBe(0);
    await made.pool.remove([made.pool.list()[1]?.id ?? '']);

    made = await made.restart('kill');
    expect(await made.pool.syncFromEnv(['key-1', 'key-2', 'key-3'])).toBe(0);
    expect(made.pool.credentials().map(({ secret }) => secret)).toEqual(['key-1', 'key-3']);

    // It was taken out of the environment for a start: listed again, it is meant.
    made = await made.restart();
    await made.pool.syncFromEnv(['key-1', 'key-3']);
    made = await made.restart();
    expect(await made.pool.syncFromEnv(['key-1', 'key-2', 'key-3'])).toBe(1);
  });

  test('brings back what a person adds again', async () => {
    let made = await bench();
    await made.pool.syncFromEnv(['key-1']);
    await made.pool.remove([made.pool.list()[0]?.id ?? '']);
    await made.pool.add('key-1');
    await made.pool.remove([]);
    made = await made.restart('kill');
    await made.pool.syncFromEnv(['key-1']);
    expect(made.pool.list()).toHaveLength(1);
  });
});

describe('changing and removing', () => {
  test('label, note, switch and limits are kept', async () => {
    const made = await bench();
    const { added } = await made.pool.add('key-1');
    const id = added[0]?.id ?? '';
    const patch = { label: 'mine', note: 'paid', enabled: false, limits: { perDay: 5, perDayByModel: { [model]: 2 } } };
    expect(await made.pool.update(id, patch)).toMatchObject({ ...patch, state: 'disabled' });
    const { pool } = await made.restart('kill');
    expect(pool.view(id)).toMatchObject(patch);
    await expect(pool.update('nobody', patch)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('a removed key is gone, with all that is known of it', async () => {
    const made = await bench();
    const { added } = await made.pool.add('key-1 key-2');
    await ask(made.pool, () => failures.day()).catch(() => undefined);
    const [id] = added.map((key) => key.id);
    expect(await made.pool.remove([id ?? '', 'nobody'])).toBe(1);
    const { pool } = await made.restart('kill');
    expect(pool.list()).toHaveLength(1);
    await pool.add('key-1');
    expect(pool.view(id ?? '').state).toBe('usable');
  });

  test('a removal can be undone for a day, in another process too, with all that was known', async () => {
    const made = await bench();
    const { pool, clock } = made;
    const { added } = await pool.add('key-1 key-2 key-3');
    const [one, two] = added.map(({ id }) => id);
    await pool.update(one ?? '', { label: 'mine' });
    await ask(pool, () => 'hello', { pinnedTo: one ?? '' });
    await ask(pool, () => failures.day(), { pinnedTo: one ?? '' }).catch(() => undefined);
    const before = pool.view(one ?? '');
    const removedAt = clock.now();
    await pool.remove([one ?? '', two ?? '']);
    clock.set(removedAt + 60_000);
    const later = await made.restart('kill');
    expect(later.pool.recentlyRemoved()).toEqual({ count: 2, until: removedAt + 24 * 3_600_000 });
    expect(later.pool.removedCredentials().map(({ secret }) => secret)).toEqual(['key-1', 'key-2']);
    expect(await later.pool.restore([one ?? '', 'nobody'])).toEqual({ restored: [before], lost: 1 });
    expect(later.pool.list().map(({ id }) => id)).toEqual([one, added[2]?.id]);
    clock.set(removedAt + 24 * 3_600_000);
    expect(later.pool.recentlyRemoved()).toEqual({ count: 0 });
    expect(await later.pool.restore([two ?? ''])).toEqual({ restored: [], lost: 1 });
  });

  test('what was known of a key that came back is on disk again', async () => {
    const made = await bench();
    const { added } = await made.pool.add('key-1');
    const id = added[0]?.id ?? '';
    await ask(made.pool, () => failures.day(30)).catch(() => undefined);
    const before = made.pool.view(id);
    await made.pool.remove([id]);
    await made.pool.restore();
    const later = await made.restart('kill');
    expect(later.pool.view(id)).toEqual(before);
    expect(before.models).toMatchObject([{ limitToday: 30, limitBy: 'google', cause: 'day-quota' }]);
    expect(later.pool.recentlyRemoved()).toEqual({ count: 0 });
  });

  test('a removed key is erased for good when a person says so, or when its day is over', async () => {
    const made = await bench();
    const { added } = await made.pool.add('key-1 key-2 key-3');
    const ids = added.map(({ id }) => id);
    const [one = ''] = ids;
    await made.pool.remove(ids);
    expect([await made.pool.erase([one, 'nobody']), made.pool.recentlyRemoved().count]).toEqual([1, 2]);
    expect(await made.pool.restore([one])).toEqual({ restored: [], lost: 1 });
    made.clock.set(made.clock.now() + 24 * 3_600_000);
    await made.pool.eraseOld();
    const later = await made.restart('kill');
    expect(later.pool.removedCredentials()).toEqual([]);
    expect(await later.pool.erase()).toBe(0);
  });

  test('a key that is added anew does not lie among the removed ones as well', async () => {
    const made = await bench();
    const { added } = await made.pool.add('key-1');
    const id = added[0]?.id ?? '';
    await made.pool.update(id, { label: 'mine' });
    await made.pool.remove([id]);
    await made.pool.add('key-1');
    expect(made.pool.recentlyRemoved()).toEqual({ count: 0 });
    const later = await made.restart('kill');
    expect(later.pool.recentlyRemoved()).toEqual({ count: 0 });
    expect(later.pool.view(id).label).toBe('');
    expect(await later.pool.restore([id])).toMatchObject({ restored: [{ id, label: '' }], lost: 0 });
  });

  test('a key of the environment that a person brings back is used again at the next start', async () => {
    let made = await bench();
    await made.pool.syncFromEnv(['key-1']);
    const [{ id } = { id: '' }] = made.pool.list();
    await made.pool.remove([id]);
    made = await made.restart('kill');
    expect(await made.pool.syncFromEnv(['key-1'])).toBe(0);
    await made.pool.restore();
    made = await made.restart('kill');
    await made.pool.syncFromEnv(['key-1']);
    expect(made.pool.list().map((key) => key.id)).toEqual([id]);
  });

  test('a call that is under way does not bring its key back', async () => {
    const { pool } = await bench();
    const { added } = await pool.add('key-1 key-2');
    const result = await ask(
      pool,
      async () => {
        await pool.remove([added[0]?.id ?? '']);
        return 'hello';
      },
      { pinnedTo: added[0]?.id ?? '' },
    );
    expect(result.value).toBe('hello');
    expect(pool.list().map(({ id }) => id)).toEqual([added[1]?.id]);
    await expect(ask(pool, (secret) => secret)).resolves.toMatchObject({ value: 'key-2' });
  });

  test('the dead are cleared away, others stay', async () => {
    const { pool } = await bench();
    await pool.add(names(5).join(' '));
    const said = [failures.invalid(), failures.suspended(), failures.day(), failures.region()];
    await ask(pool, () => said.shift() ?? 'hello');
    expect(pool.status().keys).toEqual({ usable: 1, cooling: 2, unusable: 2, disabled: 0 });
    expect(await pool.clearInvalid()).toHaveLength(2);
    expect(pool.status().keys).toEqual({ usable: 1, cooling: 2, unusable: 0, disabled: 0 });
  });
});

test('"try now" forgets every cooldown, for good', async () => {
  const made = await bench();
  const { added } = await made.pool.add('key-1');
  const id = added[0]?.id ?? '';
  await ask(made.pool, () => failures.day()).catch(() => undefined);
  await ask(made.pool, () => failures.invalid(), { model: 'other' }).catch(() => undefined);
  expect(made.pool.view(id)).toMatchObject({ state: 'unusable', cause: 'key-invalid' });
  expect(await made.pool.clearHealth(id)).toMatchObject({ state: 'usable' });
  const { pool } = await made.restart('kill');
  await expect(ask(pool, () => 'hello')).resolves.toMatchObject({ value: 'hello' });
});

test('the secret is given only to whoever asks for it by id', async () => {
  const { pool } = await bench();
  const { added } = await pool.add('key-1');
  expect(pool.secretOf(added[0]?.id ?? '')).toBe('key-1');
  expect(() => pool.secretOf('nobody')).toThrow('There is no API key with this id');
});
