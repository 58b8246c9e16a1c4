import { describe, expect, test } from 'vitest';
import { defaultSettings } from '../../../src/contract/settings/table.ts';
import type { GenerateContentResponse } from '../../../src/core/google/wire.ts';
import type { GenerateHandler } from '../../../src/core/pipeline/call.ts';
import { isStreamed, type Raw } from '../../../src/core/pipeline/call.ts';
import { deduplicate } from '../../../src/core/pipeline/interceptors/deduplicate.ts';
import { readAnswer, readRaw } from '../../../src/core/pipeline/whole-body.ts';
import type { Lease } from '../../../src/core/pool/types.ts';
import type { CredentialRecord } from '../../../src/core/records.ts';
import { createEnding } from '../../../src/core/utils/ending.ts';
import { toWebStream } from '../../../src/core/utils/streams/web-stream.ts';
import { manualClock } from '../../support/clock.ts';
import { waitFor } from '../../support/wait-for.ts';
import { answeredWith, batchOf, callOf, passing, saying, textOf } from './layers.ts';

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

const webBodyOf = (raw: Raw) => (isStreamed(raw) ? toWebStream(raw) : raw);

test.each([
  ['held', 10],
  ['passed on', 3 * MIB],
])('an answer is %s as it was written', async (_, length) => {
  const { held, ended } = lease();
  const text = answer('x'.repeat(length));
  const { raw } = await readRaw(bodyOf(text), held, callOf());
  expect(await new Response(webBodyOf(raw)).text()).toBe(text);
  expect(ended).toEqual(['settled 7']);
});

test.each([
  ['held', 10],
  ['large', 3 * MIB],
])('a %s answer can be had as an event instead', async (_, length) => {
  const { held, ended } = lease();
  const { events, batches } = await readRaw(bodyOf(answer('x'.repeat(length))), held, callOf());
  expect(await textOf({ batches: events === undefined ? batches : batchOf(...events) })).toHaveLength(length);
  expect(ended).toEqual(['settled 7']);
});

describe('what is none of Google’s answers', () => {
  const notGoogles = (message: string) => ({
    failure: { cause: 'not-google', scope: 'upstream', status: 200, message },
  });

  test.each([
    ['a page', '<html><title>x</title><p>Just a  moment...</p></html>', 'x Just a moment...'],
    ['a sentence', 'Please sign in', 'Please sign in'],
    [
      'an address',
      'Sign in at https://gate.example.test/x?y=1 or gate.example.test:8080.',
      'Sign in at [address] or [address].',
    ],
    ['nothing', '', 'HTTP 200'],
    ['JSON of another kind', '["of", "another"]', 'HTTP 200'],
    ['JSON that broke', '{"candidates":[', 'HTTP 200'],
    ['bytes', '\u001f\ufffd\u0008', 'HTTP 200'],
  ])('%s says that it is none, held or parsed', async (_, text, message) => {
    const { held } = lease();
    await expect(readRaw(bodyOf(text), held, callOf())).rejects.toMatchObject(notGoogles(message));
    await expect(readAnswer(bodyOf(text), held, callOf())).rejects.toMatchObject(notGoogles(message));
  });

  test('a large one fails where it is parsed', async () => {
    const { batches, events } = await readRaw(bodyOf('<'.repeat(2 * MIB)), lease().held, callOf());
    await expect(textOf({ batches: events === undefined ? batches : batchOf(...events) })).rejects.toMatchObject({
      code: 'not_google',
    });
  });

  test('an error with status 200 is that error', async () => {
    const error = { code: 429, status: 'RESOURCE_EXHAUSTED', message: 'Resource has been exhausted' };
    const asQuota = { failure: { cause: 'minute-quota', status: 429, message: error.message } };
    for (const text of [JSON.stringify({ error }), JSON.stringify({ candidates: [], error })]) {
      await expect(readRaw(bodyOf(text), lease().held, callOf())).rejects.toMatchObject(asQuota);
      await expect(readAnswer(bodyOf(text), lease().held, callOf())).rejects.toMatchObject(asQuota);
    }
  });
});

test.each([
  ['one in brackets', JSON.stringify([saying('po')]), 'po'],
  ['the pieces of a stream', JSON.stringify([saying('po'), saying('ng')]), 'pong'],
  ['one with a bare NaN', '{"candidates":[{"avgLogprobs":NaN,"content":{"parts":[{"text":"NaN"}]}}]}', 'NaN'],
])('an answer may be %s; a client that knows one form gets that form', async (_, text, said) => {
  expect(await textOf({ batches: batchOf(await readAnswer(bodyOf(text), lease().held, callOf())) })).toBe(said);
  const { raw } = await readRaw(bodyOf(text), lease().held, callOf());
  const { candidates } = (await new Response(webBodyOf(raw)).json()) as GenerateContentResponse;
  expect(candidates?.[0]?.content?.parts?.map((part) => part.text).join('')).toBe(said);
});

test('a large answer that nobody reads gives its key back when its call is aborted', async () => {
  const { held, ended } = lease();
  const call = createEnding();
  await readRaw(bodyOf(answer('x'.repeat(2 * MIB))), held, callOf({ ending: call.ending }));
  expect(ended).toEqual([]);
  call.end();
  await waitFor(() => expect(ended).toEqual(['released']));
});

test('a large answer is streamed to one who asks alone; two who ask the same share it parsed', async () => {
  const calls: string[] = [];
  const next: GenerateHandler = async (call) => {
    calls.push(call.body);
    return answeredWith('', { ...(await readRaw(bodyOf(answer('x'.repeat(2 * MIB))), lease().held, call)) });
  };
  const settings = () => ({ ...defaultSettings, singleFlightWindow: 10 });
  const shared = passing(deduplicate({ settings, clock: manualClock() }), next);
  const alone = await shared(callOf({ raw: true }));
  expect(isStreamed(alone.raw)).toBe(true);
  const both = await Promise.all([shared(callOf({ raw: true })), shared(callOf({ raw: true }))]);
  expect(calls).toHaveLength(2);
  for (const answered of both) {
    expect(answered.raw).toBeUndefined();
    expect(await textOf(answered)).toHaveLength(2 * MIB);
  }
});
