import { describe, expect, test } from 'vitest';
import type { Failure } from '../../../src/contract/log.ts';
import { ProxyError } from '../../../src/core/errors.ts';
import { attemptsOf } from '../../../src/core/pool/pool-error.ts';
import type { AttemptEvent } from '../../../src/core/pool/run-context.ts';
import { createEnding, neverEnds } from '../../../src/core/utils/ending.ts';
import { ask, bench, failures, fastClock, model, names } from './bench.ts';

/** What the pool says when each attempt ends with `failure`. */
async function refusal(failure: Failure, keys = 3, settings = {}) {
  const { pool, clock } = await bench({ settings });
  await pool.add(names(keys).join(' '));
  const error: unknown = await ask(pool, () => failure).catch((thrown: unknown) => thrown);
  if (!(error instanceof ProxyError)) throw new Error('no ProxyError', { cause: error });
  return { error, pool, clock, tries: attemptsOf(error).length };
}

describe('a request that no key answers', () => {
  test('without keys', async () => {
    const { pool } = await bench();
    await expect(ask(pool, () => 'never')).rejects.toMatchObject({ code: 'no_keys', status: 503 });
  });

  test.each([
    ['bad request', failures.badRequest(), 'request_refused', 400, 1],
    ['too large', failures.badRequest(413), 'request_refused', 413, 1],
    ['no such model', failures.noModel(), 'model_not_found', 404, 1],
    ['overloaded', failures.overloaded(), 'upstream_overloaded', 503, 3],
    ['internal error', failures.serverError(), 'upstream_error', 502, 3],
    ['network', failures.network(), 'upstream_unreachable', 502, 3],
    ['time-out', failures.timeout(), 'upstream_timeout', 504, 3],
    ['an answer that is none', failures.notGoogle(200), 'not_google', 502, 2],
    ['a nameless refusal', failures.notGoogle(403), 'not_google', 502, 3],
    ['a path that is not there', { ...failures.notGoogle(404), scope: 'request' as const }, 'not_google', 404, 1],
    ['minute', failures.minute(34_400), 'keys_cooling', 429, 3],
    ['day', failures.day(), 'keys_cooling', 429, 3],
    ['not in the free tier', failures.noFreeTier(), 'keys_unusable', 503, 3],
    ['invalid', failures.invalid(), 'keys_unusable', 503, 3],
    ['region', failures.region(), 'keys_unusable', 503, 3],
    ['model closed to each key', { ...failures.noModel(), scope: 'key-model' as const }, 'model_not_found', 404, 3],
  ])('%s', async (_, failure, code, status, tries) => {
    const { error, ...found } = await refusal(failure);
    expect({ code: error.code, status: error.status, tries: found.tries }).toEqual({ code, status, tries });
    expect(error.message).toContain(failure.message);
    expect(error.message).not.toMatch(/key-\d/);
  });

  test('says which key is free when, and when to come back', async () => {
    const { error, pool } = await refusal(failures.minute(34_400), 1);
    const [key] = pool.list();
    expect(error.details).toMatchObject({ retryAfter: 34_900, wait: '35 s', label: `Key ${key?.id.slice(0, 6)}` });
    await pool.update(key?.id ?? '', { label: 'my project' });
    await expect(ask(pool, () => 'never')).rejects.toThrow('my project is free again in 35 s');
  });

  test('stops at MAX_RETRY_NUM, and does not claim that all keys are out', async () => {
    const { error, tries } = await refusal(failures.day(), 20, { maxRetryNum: 4 });
    expect({ code: error.code, tries, retryAfter: error.details.retryAfter }).toEqual({
      code: 'tries_spent',
      tries: 4,
      retryAfter: 1_000,
    });
    expect((await refusal(failures.invalid(), 20, { maxRetryNum: 4 })).error.code).toBe('keys_unusable');
    expect((await refusal(failures.day(), 4, { maxRetryNum: 4 })).error.code).toBe('keys_cooling');
  });

  test('tries a lone key again when Google is overloaded, with pauses', async () => {
    const { tries, clock } = await refusal(failures.overloaded(), 1);
    expect(tries).toBe(3);
    expect(clock.slept).toEqual([50, 100]);
  });

  test('has limits when nothing helps, however many keys there are', async () => {
    const { tries, clock, pool } = await refusal(failures.serverError(), 100, { maxRetryNum: 1000 });
    expect(tries).toBe(15);
    expect(Math.max(...clock.slept)).toBeLessThanOrEqual(1_000);
    expect(pool.status().keys).toEqual({ usable: 100, cooling: 0, unusable: 0, disabled: 0 });
  });

  test.each([
    [200, 2],
    [401, 3],
    [403, 3],
    [429, 3],
    [503, 3],
  ])('asks few keys where somebody in between answers, and holds it against none: HTTP %s', async (status, most) => {
    const { error, tries, pool } = await refusal(failures.notGoogle(status), 100);
    expect([error.code, tries]).toEqual(['not_google', most]);
    expect(error.message).toContain('GEMINI_BASE_URL');
    expect(pool.status().keys).toEqual({ usable: 100, cooling: 0, unusable: 0, disabled: 0 });
  });

  test('does not ask again before the time that somebody in between names', async () => {
    const { error, tries } = await refusal({ ...failures.notGoogle(429), retryAfter: 90_000 }, 5);
    expect([tries, error.details.retryAfter]).toEqual([1, 90_000]);
  });

  test('with all keys switched off', async () => {
    const { pool } = await bench();
    const { added } = await pool.add('key-1 key-2');
    for (const { id } of added) await pool.update(id, { enabled: false });
    await expect(ask(pool, () => 'never')).rejects.toMatchObject({ code: 'keys_unusable', status: 503 });
  });

  test('starts no attempt after the time that an answer may take', async () => {
    const { pool, clock } = await bench({ settings: { upstreamTimeout: 10 } });
    await pool.add(names(9).join(' '));
    const slow = () => {
      clock.set(clock.now() + 4_000);
      return failures.timeout();
    };
    const error: unknown = await ask(pool, slow).catch((thrown: unknown) => thrown);
    expect(attemptsOf(error)).toHaveLength(3);
    expect(error).toMatchObject({ code: 'upstream_timeout' });
  });
});

test('an attempt begins at once where a key is ready: nothing is waited for before it', async () => {
  const { pool } = await bench();
  await pool.add('key-1');
  const asked: string[] = [];
  const answer = ask(pool, (secret) => {
    asked.push(secret);
    return 'hello';
  });
  expect(asked).toEqual(['key-1']);
  await answer;
});

describe('another key', () => {
  test('is tried, and what was tried is told in order', async () => {
    const { pool, clock } = await bench();
    await pool.add(names(3).join(' '));
    const said = [failures.day(), failures.overloaded(), 'hello'];
    const { value, attempts } = await ask(pool, () => {
      clock.set(clock.now() + 7);
      return said.shift() ?? 'too many';
    });
    expect(value).toBe('hello');
    expect(attempts.map(({ failure }) => failure?.cause)).toEqual(['day-quota', 'overloaded', undefined]);
    expect(new Set(attempts.map(({ credentialId }) => credentialId)).size).toBe(3);
    expect(attempts.map(({ startedAt, endedAt }) => endedAt - startedAt)).toEqual([7, 7, 7]);
  });

  test('follows at once after a key of no use, after a pause when Google is overloaded', async () => {
    const { pool, clock } = await bench({ random: () => 0.999 });
    await pool.add(names(4).join(' '));
    const said = [failures.invalid(), failures.minute(60_000), failures.overloaded()];
    await ask(pool, () => said.shift() ?? 'hello');
    expect(clock.slept).toEqual([99.9]);
  });

  test('is not asked after an error that is not of the upstream', async () => {
    const { pool } = await bench();
    await pool.add(names(3).join(' '));
    let calls = 0;
    const broken = pool.run({
      model,
      ending: neverEnds,
      attempt: () => {
        calls += 1;
        throw new TypeError('a bug');
      },
    });
    await expect(broken).rejects.toThrow(TypeError);
    expect(calls).toBe(1);
  });
});

describe('a client that leaves', () => {
  test('before, within and between attempts', async () => {
    const { pool } = await bench();
    await pool.add(names(5).join(' '));
    const leave = (during: 'before' | 'attempt' | 'pause') => {
      const client = createEnding();
      if (during === 'before') client.end();
      return ask(
        pool,
        () => {
          client.end();
          if (during === 'attempt') throw client.ending.reason;
          return failures.overloaded();
        },
        { ending: client.ending },
      );
    };
    for (const during of ['before', 'attempt', 'pause'] as const) {
      await expect(leave(during)).rejects.toMatchObject({ code: 'client_closed', status: 499 });
    }
  });

  test('while it waits for a key', async () => {
    const { pool } = await bench({ settings: { waitForKey: 600 } });
    await pool.add('key-1');
    const client = createEnding();
    const waiting = ask(
      pool,
      () => {
        queueMicrotask(() => client.end());
        return failures.minute(34_400);
      },
      { ending: client.ending },
    );
    await expect(waiting).rejects.toMatchObject({ code: 'client_closed' });
  });
});

describe('waiting', () => {
  test('for a key, as long as the setting allows', async () => {
    const { pool, clock } = await bench({ settings: { waitForKey: 40 } });
    await pool.add('key-1');
    const said = [failures.minute(34_400)];
    await expect(ask(pool, () => said.shift() ?? 'hello')).resolves.toMatchObject({ value: 'hello' });
    expect(clock.slept.reduce((sum, ms) => sum + ms)).toBe(34_900);
    const start = clock.now();
    await expect(ask(pool, () => failures.minute(50_000))).rejects.toMatchObject({ code: 'keys_cooling' });
    expect(clock.now()).toBe(start);
  });

  test('ends as soon as a person gives it a key', async () => {
    const clock = fastClock();
    const { pool } = await bench({ settings: { waitForKey: 40 } }, clock);
    const { added } = await pool.add('key-1 key-2');
    const id = added[1]?.id ?? '';
    await pool.update(id, { enabled: false });
    const { after } = clock;
    clock.after = (ms, run) => after(ms, () => void pool.update(id, { enabled: true }).then(run));
    const { attempts } = await ask(pool, (secret) => (secret === 'key-2' ? 'hello' : failures.minute(34_400)));
    expect(attempts).toHaveLength(2);
    expect(clock.slept).toEqual([1_000]);
  });

  test('for pacing: a short burst waits, a long one is refused here and not by Google', async () => {
    const { pool, clock } = await bench();
    await pool.add('key-1');
    const said = [failures.perMinute(2, 10_000)];
    await ask(pool, () => said.shift() ?? 'hello').catch(() => undefined);
    clock.set(clock.now() + 11_000);
    let calls = 0;
    const once = () =>
      ask(pool, () => {
        calls += 1;
        return 'hello';
      });
    await once();
    // The refused call counted, too: the next is due a minute after it.
    await expect(once()).rejects.toMatchObject({ code: 'keys_cooling' });
    expect(calls).toBe(1);
    clock.set(clock.now() + 45_000);
    await once();
    expect(calls).toBe(2);
    expect(clock.slept.reduce((sum, ms) => sum + ms)).toBe(4_000);
  });

  test('is not needed while another key has room', async () => {
    const { pool, clock } = await bench();
    await pool.add('key-1 key-2');
    const said = [failures.perMinute(1, 1_000), failures.perMinute(1, 1_000)];
    await ask(pool, () => said.shift() ?? 'hello').catch(() => undefined);
    clock.set(clock.now() + 61_000);
    const used = [];
    for (let i = 0; i < 2; i += 1) used.push((await ask(pool, (secret) => secret)).value);
    expect(used.toSorted()).toEqual(['key-1', 'key-2']);
    expect(clock.slept).toEqual([]);
  });
});

describe('a resource that belongs to one key', () => {
  test('is asked of that key alone', async () => {
    const { pool } = await bench();
    const { added } = await pool.add(names(5).join(' '));
    const pinnedTo = added[3]?.id ?? '';
    for (let i = 0; i < 3; i += 1) {
      await expect(ask(pool, (secret) => secret, { pinnedTo })).resolves.toMatchObject({ value: 'key-4' });
    }
    const error: unknown = await ask(pool, () => failures.day(), { pinnedTo }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'keys_cooling' });
    expect(attemptsOf(error)).toHaveLength(1);
    await expect(ask(pool, () => 'never', { pinnedTo })).rejects.toMatchObject({ code: 'keys_cooling' });
    await expect(ask(pool, () => failures.network(), { pinnedTo: added[0]?.id ?? '' })).rejects.toMatchObject({
      code: 'upstream_unreachable',
    });
  });

  test('is lost with its key', async () => {
    const { pool } = await bench();
    await pool.add('key-1');
    await expect(ask(pool, () => 'never', { pinnedTo: 'gone' })).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('the end of every lease', () => {
  test('is told once, with what came of it', async () => {
    const { pool } = await bench();
    await pool.add(names(3).join(' '));
    const events: AttemptEvent[] = [];
    const stop = pool.onAttempt((event) => events.push(event));
    const said = [failures.day()];
    await ask(pool, (_, lease) => {
      const failure = said.shift();
      if (failure === undefined) return 'hello';
      lease.fail(failure);
      lease.release();
      return failure;
    });
    await ask(pool, (_, lease) => {
      lease.release();
      return 'left';
    });
    expect(events.map(({ outcome, failure, usage }) => [outcome, failure?.cause, usage?.input])).toEqual([
      ['failed', 'day-quota', undefined],
      ['answered', undefined, 10],
      ['released', undefined, undefined],
    ]);
    stop();
    await ask(pool, () => 'hello');
    expect(events).toHaveLength(3);
  });
});

test('calls that concern no model cost nothing and are answered by keys whose day is over', async () => {
  const { pool } = await bench();
  const { added } = await pool.add('key-1');
  await pool.update(added[0]?.id ?? '', { limits: { perDay: 0 } });
  await expect(ask(pool, () => 'never')).rejects.toMatchObject({ code: 'keys_cooling' });
  await expect(ask(pool, () => 'list', { model: '', uncounted: true })).resolves.toMatchObject({ value: 'list' });
  expect(pool.status().requestsToday).toBe(0);
  expect(pool.list()[0]?.models).toEqual([]);
});

test('a key that the caller wants left alone stays so, even when the others fail', async () => {
  const { pool } = await bench();
  const { added } = await pool.add('key-1 key-2');
  const avoid = new Set([added[0]?.id ?? '']);
  const used: string[] = [];
  const overloaded = (secret: string) => {
    used.push(secret);
    return failures.overloaded();
  };
  await expect(ask(pool, overloaded, { avoid })).rejects.toMatchObject({ code: 'upstream_overloaded' });
  expect(used).toEqual(['key-2', 'key-2', 'key-2']);
});
