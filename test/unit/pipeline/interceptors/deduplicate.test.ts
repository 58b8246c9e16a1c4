import { expect, test } from 'vitest';
import { defaultSettings } from '../../../../src/contract/settings/table.ts';
import { ProxyError } from '../../../../src/core/errors.ts';
import { deduplicate } from '../../../../src/core/pipeline/interceptors/deduplicate.ts';
import { createEnding } from '../../../../src/core/utils/ending.ts';
import { manualClock, settled } from '../../../support/clock.ts';
import { callOf, heldCalls, passing, textOf } from '../layers.ts';

function opened() {
  const clock = manualClock();
  const { next, calls } = heldCalls();
  const settings = () => ({ ...defaultSettings, singleFlightWindow: 10 });
  const shared = passing(deduplicate({ settings, clock }), next);
  return { clock, calls, shared, at: (index: number) => calls[index] as (typeof calls)[number] };
}

test('who asks the same shares a call; who asks anything else does not', async () => {
  const { shared, calls, at } = opened();
  const same = [shared(callOf()), shared(callOf())];
  const others = [
    callOf({ client: 'network other' }),
    callOf({ model: 'other' }),
    callOf({ body: '{"contents":[1]}' }),
    callOf({ copy: 1 }),
    callOf({ mode: 'live' }),
    callOf({ noCache: true }),
  ];
  for (const other of others) void shared(other);
  expect(calls).toHaveLength(1 + others.length);
  at(0).answer('pong');
  expect(await Promise.all((await Promise.all(same)).map(textOf))).toEqual(['pong', 'pong']);
});

test('the same words about another picture are another question', () => {
  const { shared, calls } = opened();
  const about = (...picture: number[]) => callOf({ detached: new Map([['~mark~', Uint8Array.from(picture)]]) });
  for (const question of [about(1, 2), about(1, 2), about(1, 3), callOf()]) void shared(question);
  expect(calls).toHaveLength(3);
});

test('what random padding was put around does not count', () => {
  const { shared, calls } = opened();
  for (const body of ['{"padding":"a"}', '{"padding":"b"}']) void shared(callOf({ body, meaning: '{}' }));
  expect(calls).toHaveLength(1);
});

test('who asks after the window, or after the answer, wants another one', async () => {
  const { shared, calls, at, clock } = opened();
  void shared(callOf());
  await clock.advance(10_000);
  const second = shared(callOf());
  expect(calls).toHaveLength(2);
  at(1).answer('pong');
  await textOf(await second);
  void shared(callOf());
  expect(calls).toHaveLength(3);
});

test('a failure reaches all, and the next one who asks starts anew', async () => {
  const { shared, calls, at } = opened();
  const asking = [shared(callOf()), shared(callOf())];
  const error = new ProxyError('upstream_error');
  at(0).fail(error);
  expect(await Promise.allSettled(asking)).toEqual([
    { status: 'rejected', reason: error },
    { status: 'rejected', reason: error },
  ]);
  void shared(callOf());
  expect(calls).toHaveLength(2);
});

test('the call ends with the last who leaves, not with the first', async () => {
  const { shared, at, calls } = opened();
  const [first, second] = [createEnding(), createEnding()];
  const asking = [first, second].map(({ ending }) => shared(callOf({ ending })));
  const outcomes = Promise.allSettled(asking);
  first.end();
  expect(at(0).call.ending.ended).toBe(false);
  second.end();
  expect(at(0).call.ending.ended).toBe(true);
  expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  void shared(callOf());
  expect(calls).toHaveLength(2);
});

test('who joins late hears that Google has begun, and nobody hears it twice', async () => {
  const { shared, at } = opened();
  let heard = 0;
  const progress = { onFirstByte: () => void heard++ };
  void shared(callOf({ progress }));
  at(0).call.progress?.onFirstByte?.();
  void shared(callOf({ progress }));
  await settled();
  expect(heard).toBe(2);
});
