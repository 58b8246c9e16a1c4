/** Which requests count among what their callers may ask a model. */
import { expect, test } from 'vitest';
import { createRouter, isModelCall } from '../../src/core/router.ts';
import { type RouteDeps, routeTable } from '../../src/core/routes.ts';
import { meantPath } from '../../src/core/utils/net/path.ts';

/** Nothing is answered here. */
const deps = { shell: {}, driver: { serve: () => () => undefined }, admin: [] } as unknown as RouteDeps;
const router = createRouter(routeTable(deps));

function counts(asked: string, method = 'POST'): boolean {
  const path = meantPath(new URL(`https://hajimi.invalid${asked}`).pathname);
  return isModelCall(router.find(method, path).route, { method, path });
}

test.each([
  '/v1/chat/completions',
  '/v1/chat/completions/',
  '//v1//embeddings',
  '/v1/images/edits?x=1',
  '/v1/audio/speech',
  '/api/vector/query',
  '/api/vector/insert',
  '/sillytavern/generate',
  '/gemini/v1beta/models/gemini-2.5-flash:generateContent',
  '/gemini/v1beta/models/gemini-2.5-flash%3AstreamGenerateContent?alt=sse',
  '/v1beta/models/gemini-embedding-001:batchEmbedContents',
  '/gemini/v1beta/interactions',
  '/gemini/v1beta/interactions/',
  '/gemini/v1beta/interaction%73',
  '/gemini/v1beta/%6fpenai/chat/completions',
  '/gemini/v1beta/models/gemini-2.5-flash:generateConten%74',
  '/gemini/v1beta/models/gemini-2.5-flash:generateContent;x',
  '/gemini/v1beta/models/gemini-2.5-flash:generateContent%3bcountTokens',
  '/gemini/v1beta/models/gemini-2.5-flash:generateContent%00',
  '/gemini/v1beta/models/x:countTokens/../y:generateContent',
  '/gemini/v1beta/tunedModels/x:generateContent',
  '/gemini/v1beta/batches/x:resume',
  '/gemini/v1beta/cachedContents',
  '/gemini/upload/v1beta/fileSearchStores/x:uploadToFileSearchStore',
  '/gemini/v1beta/what-google-has-next-year',
])('%s counts', (path) => {
  expect(counts(path)).toBe(true);
  expect(counts(path, 'GET')).toBe(false);
});

test.each([
  '/gemini/v1beta/models/x:countTokens',
  '/gemini/v1beta/models/x%3AcountToken%73/',
  '/v1/models/x:countTokens',
  '/vertex/gemini/v1beta/models/x:countTokens',
  '/gemini/v1beta/models/x:countTextTokens',
  '/gemini/upload/v1beta/files',
  '/upload/v1beta/files',
  '/gemini/v1beta/files',
  '/gemini/v1beta/openai/files',
  '/gemini/v1beta/batches/x:cancel',
  '/api/vector/list',
  '/sillytavern/status',
  '/v1/nothing',
  '/gemini/v1beta/interactions/x/cancel',
])('%s is free', (path) => expect(counts(path)).toBe(false));

test.each(['GET', 'PATCH', 'DELETE', 'HEAD'])('%s is free', (method) => {
  for (const path of ['/v1/models', '/gemini/v1beta/files/x', '/gemini/v1beta/cachedContents/x'])
    expect(counts(path, method)).toBe(false);
});
