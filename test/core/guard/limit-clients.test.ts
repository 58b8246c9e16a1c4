import { expect, test } from 'vitest';
import { isModelCall } from '../../../src/core/guard/limit-clients.ts';

const counts = (path: string, method = 'POST') =>
  isModelCall({ method, path: new URL(`https://hajimi.invalid${path}`).pathname });

test.each([
  '/v1/chat/completions',
  '/v1/chat/completions/',
  '//v1//embeddings',
  '/v1/images/edits?x=1',
  '/v1/audio/speech',
  '/gemini/v1beta/models/gemini-2.5-flash:generateContent',
  '/gemini/v1beta/models/gemini-2.5-flash%3AstreamGenerateContent?alt=sse',
  '/v1beta/models/gemini-embedding-001:batchEmbedContents',
  '/gemini/v1beta/interactions',
])('%s counts', (path) => {
  expect(counts(path)).toBe(true);
  expect(counts(path, 'GET')).toBe(false);
});

test.each([
  '/v1/models',
  '/gemini/v1beta/models/x:countTokens',
  '/gemini/upload/v1beta/files',
  '/gemini/v1beta/cachedContents',
])('%s is free', (path) => expect(counts(path)).toBe(false));
