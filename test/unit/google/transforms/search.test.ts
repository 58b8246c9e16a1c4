import { expect, test } from 'vitest';
import { withSearch } from '../../../../src/core/google/transforms/search.ts';
import type { GenerateContentRequest } from '../../../../src/core/google/wire.ts';

const request = (own: Partial<GenerateContentRequest> = {}): GenerateContentRequest => ({
  contents: [{ role: 'user', parts: [{ text: 'ping' }] }],
  ...own,
});
const functions = { functionDeclarations: [{ name: 'f' }] };

test('asks for the search once, beside other tools of Google’s', () => {
  const tools = [{ urlContext: {} }, { googleSearch: { timeRangeFilter: {} } }];
  expect(withSearch(request({ tools }), 'gemini-2.5-flash', '').tools).toEqual(tools);
  expect(withSearch(request({ tools: [{ urlContext: {} }] }), 'gemini-2.5-flash', '').tools).toEqual([
    { urlContext: {} },
    { googleSearch: {} },
  ]);
});

test('keeps what the client says of its functions', () => {
  const toolConfig = { functionCallingConfig: { mode: 'ANY' as const } };
  expect(withSearch(request({ tools: [functions], toolConfig }), 'gemini-3-pro-preview', '').toolConfig).toEqual({
    ...toolConfig,
    includeServerSideToolInvocations: true,
  });
});

test.each([
  ['gemini-2.0-flash-lite', {}, 'model'],
  ['gemma-3-27b-it', {}, 'model'],
  ['gemini-2.5-flash-preview-tts', {}, 'model'],
  ['gemini-2.5-flash', { tools: [functions] }, 'tools'],
  ['gemini-2.5-flash', { cachedContent: 'cachedContents/x' }, 'model'],
])('%s with %j: names %s', (model, own, field) => {
  expect(() => withSearch(request(own), model, '')).toThrow(
    expect.objectContaining({ code: 'unsupported', details: expect.objectContaining({ field }) }),
  );
});

test('leaves JSON mode out where the model takes no tools beside it', () => {
  const generationConfig = { temperature: 1, responseMimeType: 'application/json', responseJsonSchema: {} };
  expect(withSearch(request({ generationConfig }), 'gemini-2.5-flash', '').generationConfig).toEqual({
    temperature: 1,
  });
  expect(withSearch(request({ generationConfig }), 'gemini-3-pro-preview', '').generationConfig).toEqual(
    generationConfig,
  );
});

test('puts the prompt behind what the user said last, never into an answer to calls', () => {
  const result = { role: 'user' as const, parts: [{ functionResponse: { name: 'f', response: {} } }] };
  const call = { role: 'model' as const, parts: [{ functionCall: { name: 'f' } }] };
  const { contents } = withSearch(
    request({ contents: [...request().contents, call, result], tools: [functions] }),
    'gemini-3-pro-preview',
    'Look.',
  );
  expect(contents).toEqual([{ role: 'user', parts: [{ text: 'ping' }, { text: '\n\nLook.' }] }, call, result]);
});
