import { expect, test } from 'vitest';
import { patient } from '../../../../src/core/google/timeouts/body-timeout.ts';
import { manualClock } from '../../../support/clock.ts';

const SECOND = 1_000;

function open(body: BodyInit) {
  const clock = manualClock();
  let givenUp = 0;
  const response = patient(new Response(body, { status: 201, headers: { 'x-said': 'yes' } }), {
    clock,
    ms: 10 * SECOND,
    late: () => new Error('late'),
    giveUp: () => givenUp++,
  });
  return { clock, response, givenUp: () => givenUp };
}

const silence = () => new ReadableStream();

test('an answer that comes is read as it is', async () => {
  const { clock, response, givenUp } = open('{"a":1}');
  expect([response.status, response.ok, response.headers.get('x-said')]).toEqual([201, true, 'yes']);
  expect(await response.json()).toEqual({ a: 1 });
  expect([clock.sleepers, givenUp()]).toEqual([0, 0]);
  expect(await open('words').response.text()).toBe('words');
  expect(await new Response(open('piece').response.body).text()).toBe('piece');
});

test.each(['json', 'text'] as const)('%s: an answer that is not whole in time ends the call', async (way) => {
  const { clock, response, givenUp } = open(silence());
  const reading = response[way]().catch((error: unknown) => error);
  await clock.advance(10 * SECOND);
  expect(await reading).toMatchObject({ message: 'late' });
  expect(givenUp()).toBe(1);
});

test('a stream without a piece in time ends', async () => {
  const { clock, response } = open(silence());
  const reading = response.body
    ?.getReader()
    .read()
    .catch((error: unknown) => error);
  await clock.advance(10 * SECOND);
  expect(await reading).toMatchObject({ message: 'late' });
});
