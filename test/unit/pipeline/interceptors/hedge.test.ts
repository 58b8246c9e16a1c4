import { expect, test } from 'vitest';
import { defaultSettings, type Settings } from '../../../../src/contract/settings/table.ts';
import { ProxyError } from '../../../../src/core/errors.ts';
import type { GenerateResult } from '../../../../src/core/pipeline/call.ts';
import { hedge } from '../../../../src/core/pipeline/interceptors/hedge.ts';
import { createEnding } from '../../../../src/core/utils/ending.ts';
import { manualClock, settled } from '../../../support/clock.ts';
import { callOf, heldCalls, passing, textOf } from '../layers.ts';

function opened(settings: Partial<Settings>) {
  const clock = manualClock();
  const { next, calls } = heldCalls();
  const kept: GenerateResult[] = [];
  const raced = passing(
    hedge({
      settings: () => ({ ...defaultSettings, ...settings }),
      clock,
      keep: async (_, result) => void kept.push(result),
    }),
    next,
  );
  return { clock, calls, kept, raced, at: (index: number) => calls[index] as (typeof calls)[number] };
}

test('asks as many as set, never above the most; each avoids the keys of those before it', async () => {
  const { raced, calls, at } = opened({ concurrentRequests: 5, maxConcurrentRequests: 3 });
  const answering = raced(callOf());
  expect(calls.map(({ call }) => [...(call.avoid ?? [])])).toEqual([[], ['key-1'], ['key-1', 'key-2']]);
  at(1).answer('second');
  expect(await textOf(await answering)).toBe('second');
  expect(calls.map(({ call }) => call.ending.ended)).toEqual([true, false, true]);
});

test('a failure brings more, and the first runner’s error is told when all have failed', async () => {
  const { raced, calls, at } = opened({ increaseConcurrentOnFailure: 2, maxConcurrentRequests: 3 });
  const answering = raced(callOf());
  answering.catch(() => undefined);
  expect(calls).toHaveLength(1);
  at(0).call.progress?.onFailure?.();
  expect(calls).toHaveLength(3);
  at(2).fail(new ProxyError('keys_cooling'));
  at(1).fail(new ProxyError('upstream_error'));
  await settled();
  const first = new ProxyError('request_refused');
  at(0).fail(first);
  await expect(answering).rejects.toBe(first);
});

test('others run on and are kept where that is wanted, even when the one who asked has gone', async () => {
  const { raced, at, kept } = opened({ concurrentRequests: 3, keepOtherAnswers: true });
  const client = createEnding();
  const answering = raced(callOf({ ending: client.ending }));
  at(0).answer('first');
  await answering;
  client.end();
  expect(at(0).call.ending.ended).toBe(true);
  at(1).answer('second');
  at(2).fail(new ProxyError('upstream_error'));
  await settled();
  expect(await Promise.all(kept.map(textOf))).toEqual(['second']);
});

test('but not for ever', async () => {
  const { raced, at, clock } = opened({ concurrentRequests: 2, keepOtherAnswers: true, upstreamTimeout: 60 });
  const answering = raced(callOf());
  at(0).answer('first');
  await answering;
  await clock.advance(59_000);
  expect(at(1).call.ending.ended).toBe(false);
  await clock.advance(1_000);
  expect(at(1).call.ending.ended).toBe(true);
  expect(at(0).call.ending.ended).toBe(false);
});

test('the client that leaves ends all', async () => {
  const { raced, calls } = opened({ concurrentRequests: 3, keepOtherAnswers: true });
  const client = createEnding();
  const answering = raced(callOf({ ending: client.ending }));
  client.end();
  await expect(answering).rejects.toThrow();
  expect(calls.every(({ call }) => call.ending.ended)).toBe(true);
});

test('a second key is asked only when the first is slower than usual for its model', async () => {
  const { raced, calls, at, clock } = opened({ hedgeSlowRequests: true });
  const usual = async () => {
    const index = calls.length;
    const answering = raced(callOf());
    await clock.advance(1_000);
    at(index).call.progress?.onFirstByte?.();
    await clock.advance(60_000);
    at(index).answer('ok');
    await answering;
  };
  for (let i = 0; i < 40; i++) await usual();
  expect(calls).toHaveLength(40);

  const answering = raced(callOf());
  await clock.advance(990);
  expect(calls).toHaveLength(41);
  await clock.advance(500);
  expect(calls).toHaveLength(42);
  at(41).answer('second');
  expect(await textOf(await answering)).toBe('second');
  expect(at(40).call.ending.ended).toBe(true);

  void raced(callOf({ model: 'another' })).catch(() => undefined);
  await clock.advance(600_000);
  expect(calls).toHaveLength(43);
});
