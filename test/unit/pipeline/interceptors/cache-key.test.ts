import { expect, test } from 'vitest';
import type { GenerateContentRequest, Part } from '../../../../src/core/google/wire.ts';
import type { GenerateCall } from '../../../../src/core/pipeline/call.ts';
import { cacheKey } from '../../../../src/core/pipeline/interceptors/cache-key.ts';
import { neverEnds } from '../../../../src/core/utils/ending.ts';

const turn = (...parts: Part[]) => ({ role: 'user' as const, parts });
const request: GenerateContentRequest = {
  systemInstruction: { parts: [{ text: 'be brief' }] },
  contents: [turn({ text: 'one' }), turn({ inlineData: { mimeType: 'image/png', data: 'A'.repeat(1000) } })],
  generationConfig: { temperature: 0.5 },
};
const callWith = (body: object = request, more: Partial<GenerateCall> = {}): GenerateCall => ({
  model: 'm',
  body: JSON.stringify(body),
  ending: neverEnds,
  mode: 'whole',
  client: 'network 10.0.0.1',
  ...more,
});
const precise = { preciseCache: true, calculateCacheEntries: 6 };
const fuzzy = { preciseCache: false, calculateCacheEntries: 1 };

test('the same request of the same client, streamed or not, has the same key', async () => {
  expect(await cacheKey(callWith(), precise)).toBe(await cacheKey(callWith(request, { mode: 'live' }), precise));
});

test('padding that differs from request to request does not count', async () => {
  const meaning = JSON.stringify(request);
  const padded = (random: string) => callWith({ ...request, random }, { meaning });
  expect(await cacheKey(padded('a'), precise)).toBe(await cacheKey(padded('b'), precise));
});

test('what was detached out of the request counts as if it stood there', async () => {
  const detached = callWith({ a: '~mark~' }, { detached: new Map([['~mark~', new TextEncoder().encode('AAAA')]]) });
  expect(await cacheKey(detached, precise)).toBe(await cacheKey(callWith({ a: 'AAAA' }), precise));
});

const image = (data: string) => turn({ inlineData: { mimeType: 'image/png', data } });
const others: Array<[string, GenerateCall]> = [
  ['model', callWith(request, { model: 'n' })],
  ['client', callWith(request, { client: 'network 10.0.0.2' })],
  ['temperature', callWith({ ...request, generationConfig: { temperature: 0.6 } })],
  ['system prompt', callWith({ ...request, systemInstruction: { parts: [{ text: 'be long' }] } })],
  ['tools', callWith({ ...request, tools: [{ googleSearch: {} }] })],
  ['second half of a picture', callWith({ ...request, contents: [request.contents[0], image(`${'A'.repeat(999)}B`)] })],
];

test.each(others)('another %s is another request, in either mode', async (_, other) => {
  for (const mode of [precise, fuzzy]) {
    expect(await cacheKey(other, mode)).not.toBe(await cacheKey(callWith(), mode));
  }
});

test('early messages count only where whole conversations are compared', async () => {
  const other = callWith({ ...request, contents: [turn({ text: 'uno' }), request.contents[1]] });
  expect(await cacheKey(other, precise)).not.toBe(await cacheKey(callWith(), precise));
  expect(await cacheKey(other, fuzzy)).toBe(await cacheKey(callWith(), fuzzy));
});
