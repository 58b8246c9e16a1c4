import { expect, test } from 'vitest';
import { withSilenceTimeout } from '../../../../src/core/google/timeouts/source-timeout.ts';
import { fromWebStream } from '../../../../src/core/utils/streams/web-stream.ts';
import { checkItems, describeSource } from '../../../contract/source.ts';
import { manualClock, settled } from '../../../support/clock.ts';
import { scriptedSource } from '../../../support/scripted-source.ts';

const SECOND = 1_000;

describeSource('a source that may not be silent for long', (script) => {
  const base = scriptedSource(script);
  const source = withSilenceTimeout(base, { clock: manualClock(), ms: SECOND, late: () => new Error('late') });
  const items = script.items.map(({ item }) => item);
  return { source, bases: [base], check: checkItems(items, script) };
});

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
  const source = withSilenceTimeout(fromWebStream(body), { clock, ms: 10 * SECOND, late: () => new Error('late') });
  return {
    clock,
    source,
    say: (text: string) => upstream?.enqueue(new TextEncoder().encode(text)),
    end: () => upstream?.close(),
    fail: (error: Error) => upstream?.error(error),
    cancelled: () => cancelled,
    read: async () => new TextDecoder().decode(await source.next()),
  };
}

test('a body that says something in time may last for ever', async () => {
  const { clock, say, read, end, source } = open();
  for (let piece = 0; piece < 5; piece++) {
    const reading = read();
    await clock.advance(9 * SECOND);
    say(`piece ${piece}`);
    expect(await reading).toBe(`piece ${piece}`);
  }
  end();
  expect(await source.next()).toBe(undefined);
  await settled();
  expect(clock.sleepers).toBe(0);
});

test('silence ends it, and the call with it', async () => {
  const { clock, say, read, source, cancelled } = open();
  say('one');
  expect(await read()).toBe('one');
  const reading = Promise.resolve(source.next()).catch((error: unknown) => error);
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
  const reading = left.source.next();
  await settled();
  left.source.cancel('gone');
  await reading;
  await settled();
  expect([left.clock.sleepers, left.cancelled()]).toEqual([0, 'gone']);

  const broken = open();
  const failing = Promise.resolve(broken.source.next()).catch((error: unknown) => error);
  await settled();
  broken.fail(new Error('reset'));
  expect(await failing).toMatchObject({ message: 'reset' });
  await settled();
  expect(broken.clock.sleepers).toBe(0);
});
