import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Events } from '../../../src/core/pipeline/call.ts';
import { shareEvents } from '../../../src/core/pipeline/multicast.ts';
import { saying } from './layers.ts';

async function* source(texts: readonly string[], error?: Error): AsyncGenerator<ReturnType<typeof saying>[], void> {
  for (const text of texts) yield [saying(text)];
  if (error !== undefined) throw error;
}

async function read(events: Events, upTo = Number.POSITIVE_INFINITY): Promise<unknown[]> {
  const heard: unknown[] = [];
  try {
    for await (const batch of events) {
      heard.push(...batch);
      if (heard.length >= upTo) break;
    }
  } catch (error) {
    heard.push(error);
  }
  return heard;
}

test('every reader gets everything, at its own pace, and the error at its place', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.string(), { maxLength: 10 }),
      fc.boolean(),
      fc.nat(10),
      async (texts, fails, early) => {
        const error = fails ? new Error('broke') : undefined;
        let ends = 0;
        const shared = shareEvents(
          source(texts, error),
          () => true,
          () => void ends++,
        );
        const all = [...texts.map(saying), ...(error ? [error] : [])];
        const left = await read(shared.read(), Math.max(1, early));
        const [one, two] = await Promise.all([read(shared.read()), read(shared.read())]);
        expect(left).toEqual(all.slice(0, left.length));
        expect(one).toEqual(all);
        expect(two).toEqual(all);
        expect(ends).toBe(1);
      },
    ),
  );
});

test('what all have read is let go once nobody else can come, and who lags behind still gets it', async () => {
  setFlagsFromString('--expose-gc');
  const collectGarbage: () => void = runInNewContext('gc');
  const given: WeakRef<object>[] = [];
  async function* remembered() {
    for (let count = 0; count < 3; count++) {
      const batch = [saying(`${count}`)];
      given.push(new WeakRef(batch));
      yield batch;
    }
  }
  const isHeld = async () => {
    // What a turn has looked at lives until it is over.
    await new Promise((resolve) => setImmediate(resolve));
    collectGarbage();
    return given.map((batch) => batch.deref() !== undefined);
  };
  let isOpen = true;
  let closed = 0;
  const shared = shareEvents(
    remembered(),
    () => isOpen,
    () => void closed++,
  );
  const quick = shared.read()[Symbol.asyncIterator]();
  const slow = shared.read()[Symbol.asyncIterator]();
  await quick.next();
  await slow.next();
  await quick.next();
  expect(await isHeld()).toEqual([true, true]);

  isOpen = false;
  await quick.next();
  expect(closed).toBe(1);
  expect(() => shared.read()).toThrow('too late');
  expect(await isHeld()).toEqual([false, true, true]);
  expect((await slow.next()).value).toEqual([saying('1')]);
  expect((await slow.next()).value).toEqual([saying('2')]);
  expect([(await slow.next()).done, (await quick.next()).done, closed]).toEqual([true, true, 1]);
});
