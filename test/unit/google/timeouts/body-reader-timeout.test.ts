import { expect, test } from 'vitest';
import { patientReader } from '../../../../src/core/google/timeouts/body-reader-timeout.ts';
import { manualClock, settled } from '../../../support/clock.ts';

const SECOND = 1_000;

function open() {
  const clock = manualClock();
  let upstream: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>> | undefined;
  let cancelled: unknown;
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(controller) {
      upstream = controller;
    },
    cancel(reason) {
      cancelled = reason;
    },
  });
  const reader = patientReader(body.getReader(), clock, 10 * SECOND, () => new Error('late'));
  return {
    clock,
    reader,
    say: (text: string) => upstream?.enqueue(new TextEncoder().encode(text)),
    end: () => upstream?.close(),
    fail: (error: Error) => upstream?.error(error),
    cancelled: () => cancelled,
    read: async () => new TextDecoder().decode((await reader.read()).value),
  };
}

test('a body that says something in time may last for ever', async () => {
  const { clock, say, read, end, reader } = open();
  for (let piece = 0; piece < 5; piece++) {
    const reading = read();
    await clock.advance(9 * SECOND);
    say(`piece ${piece}`);
    expect(await reading).toBe(`piece ${piece}`);
  }
  end();
  expect((await reader.read()).done).toBe(true);
  await settled();
  expect(clock.sleepers).toBe(0);
});

test('silence ends it, and the call with it', async () => {
  const { clock, say, read, reader, cancelled } = open();
  say('one');
  expect(await read()).toBe('one');
  const reading = reader.read().catch((error: unknown) => error);
  await clock.advance(10 * SECOND);
  expect(await reading).toMatchObject({ message: 'late' });
  expect(cancelled()).toMatchObject({ message: 'late' });
});

test('a reader that takes its time is no silence', async () => {
  const { clock, say, read } = open();
  say('one');
  expect(await read()).toBe('one');
  await clock.advance(60 * SECOND);
  expect(clock.sleepers).toBe(0);
  const reading = read();
  await clock.advance(9 * SECOND);
  say('two');
  expect(await reading).toBe('two');
});

test('leaving and breaking leave no alarm behind', async () => {
  const left = open();
  const reading = left.reader.read();
  await settled();
  await left.reader.cancel('gone');
  await reading;
  await settled();
  expect([left.clock.sleepers, left.cancelled()]).toEqual([0, 'gone']);

  const broken = open();
  const failing = broken.reader.read().catch((error: unknown) => error);
  await settled();
  broken.fail(new Error('reset'));
  expect(await failing).toMatchObject({ message: 'reset' });
  await settled();
  expect(broken.clock.sleepers).toBe(0);
});
