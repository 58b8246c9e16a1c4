import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Events } from '../../../src/core/answer/question.ts';
import { shareEvents } from '../../../src/core/answer/shared-events.ts';
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
        const shared = shareEvents(source(texts, error), () => void ends++);
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
