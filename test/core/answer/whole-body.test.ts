import { expect, test, vi } from 'vitest';
import type { Ask } from '../../../src/core/answer/question.ts';
import { singleFlight } from '../../../src/core/answer/single-flight.ts';
import { readRaw } from '../../../src/core/answer/whole-body.ts';
import type { CredentialRecord, Lease } from '../../../src/core/pool/types.ts';
import { defaultSettings } from '../../../src/core/settings.ts';
import { manualClock } from '../../support/clock.ts';
import { answeredWith, questionOf, saying, textOf } from './layers.ts';

const MIB = 1024 * 1024;
const lease = () => {
  const ended: string[] = [];
  const held: Lease = {
    credential: {} as CredentialRecord,
    settle: (usage) => void ended.push(`settled ${usage?.input}`),
    fail: ({ code }) => void ended.push(`failed ${code}`),
    release: () => void ended.push('released'),
  };
  return { held, ended };
};
const answer = (text: string) =>
  `${JSON.stringify({ ...saying(text), usageMetadata: { promptTokenCount: 7 } }, undefined, 2)}\n`;
/** In pieces, for a body that is there at once would be read ahead of its reader. */
const bodyOf = (text: string) => {
  const pieces = text.match(/.{1,65536}/gs) ?? [];
  return new Response(
    new ReadableStream<Uint8Array>({
      pull(controller) {
        const piece = pieces.shift();
        if (piece === undefined) controller.close();
        else controller.enqueue(new TextEncoder().encode(piece));
      },
    }),
  );
};

test.each([
  ['held', 10],
  ['passed on', 3 * MIB],
])('an answer is %s as it was written', async (_, length) => {
  const { held, ended } = lease();
  const text = answer('x'.repeat(length));
  const { raw } = await readRaw(bodyOf(text), held, questionOf());
  expect(await new Response(raw).text()).toBe(text);
  expect(ended).toEqual(['settled 7']);
});

test.each([
  ['held', 10],
  ['large', 3 * MIB],
])('a %s answer can be had as an event instead', async (_, length) => {
  const { held, ended } = lease();
  const { events } = await readRaw(bodyOf(answer('x'.repeat(length))), held, questionOf());
  expect(await textOf(answeredWith('', { events }))).toHaveLength(length);
  expect(ended).toEqual(['settled 7']);
});

test('a small body that is no JSON is for the next key; a large one fails where it is parsed', async () => {
  const { held } = lease();
  await expect(readRaw(bodyOf('<html>'), held, questionOf())).rejects.toThrow('the answer was not JSON');
  const asServerError = { failure: { cause: 'server-error' } };
  await expect(readRaw(bodyOf('["of", "another"]'), held, questionOf())).rejects.toMatchObject(asServerError);
  const { events } = await readRaw(bodyOf('<'.repeat(2 * MIB)), held, questionOf());
  await expect(textOf(answeredWith('', { events }))).rejects.toMatchObject({ code: 'upstream_error' });
});

test('a large answer that nobody reads gives its key back when its call is aborted', async () => {
  const { held, ended } = lease();
  const call = new AbortController();
  await readRaw(bodyOf(answer('x'.repeat(2 * MIB))), held, questionOf({ signal: call.signal }));
  expect(ended).toEqual([]);
  call.abort();
  await vi.waitFor(() => expect(ended).toEqual(['released']));
});

test('a large answer is streamed to one who asks alone; two who ask the same share it parsed', async () => {
  const calls: string[] = [];
  const ask: Ask = async (question) => {
    calls.push(question.body);
    return answeredWith('', { ...(await readRaw(bodyOf(answer('x'.repeat(2 * MIB))), lease().held, question)) });
  };
  const shared = singleFlight(ask, {
    settings: () => ({ ...defaultSettings, singleFlightWindow: 10 }),
    clock: manualClock(),
  });
  const alone = await shared(questionOf({ raw: true }));
  expect(alone.raw).toBeInstanceOf(ReadableStream);
  const both = await Promise.all([shared(questionOf({ raw: true })), shared(questionOf({ raw: true }))]);
  expect(calls).toHaveLength(2);
  for (const answered of both) {
    expect(answered.raw).toBeUndefined();
    expect(await textOf(answered)).toHaveLength(2 * MIB);
  }
});
