import { expect, test } from 'vitest';
import { type BodyListener, streamOf } from '../../../../src/core/utils/streams/body-reader.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

function tapped(source: UnderlyingDefaultSource<Uint8Array<ArrayBuffer>>) {
  const heard: string[] = [];
  const ends: boolean[] = [];
  const listener: BodyListener = {
    onBytes: (some) => heard.push(new TextDecoder().decode(some)),
    onEnd: ({ how }) => ends.push(how === 'whole'),
  };
  const body = streamOf(new ReadableStream(source, { highWaterMark: 0 }).getReader(), () => listener);
  return { body, heard, ends };
}

test('passes every byte on and tells of the end', async () => {
  const { body, heard, ends } = tapped({
    start(controller) {
      controller.enqueue(bytes('one '));
      controller.enqueue(bytes('two'));
      controller.close();
    },
  });
  expect(await new Response(body).text()).toBe('one two');
  expect(heard).toEqual(['one ', 'two']);
  expect(ends).toEqual([true]);
});

test('reads nothing before it is asked to, and tells the source when the reader leaves', async () => {
  let pulls = 0;
  let left: unknown;
  const { body, ends } = tapped({
    pull(controller) {
      pulls++;
      controller.enqueue(bytes('more'));
    },
    cancel(reason) {
      left = reason;
    },
  });
  await Promise.resolve();
  expect(pulls).toBe(0);
  const reader = body.getReader();
  await reader.read();
  await reader.cancel('enough');
  expect(left).toBe('enough');
  expect(ends).toEqual([false]);
});

test('a source that breaks breaks for the reader, too', async () => {
  const { body, ends } = tapped({
    pull(controller) {
      controller.error(new Error('gone'));
    },
  });
  await expect(new Response(body).text()).rejects.toThrow('gone');
  expect(ends).toEqual([false]);
});

test('that the reader left while it waited is told once', async () => {
  let give: (() => void) | undefined;
  const { body, heard, ends } = tapped({
    pull: (controller) =>
      new Promise<void>((resolve) => {
        give = () => {
          controller.enqueue(bytes('late'));
          resolve();
        };
      }),
    cancel: () => give?.(),
  });
  const reader = body.getReader();
  const waiting = reader.read();
  await new Promise((resolve) => setImmediate(resolve));
  await reader.cancel('enough').catch(() => undefined);
  await waiting;
  await new Promise((resolve) => setImmediate(resolve));
  expect([heard, ends]).toEqual([[], [false]]);
});
