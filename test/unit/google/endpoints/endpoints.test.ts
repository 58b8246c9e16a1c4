import { describe, expect, test } from 'vitest';
import {
  isServedByVertex,
  modelUrl,
  readModelPath,
  vertexBaseUrl,
} from '../../../../src/core/google/endpoints/endpoints.ts';

const place = { baseUrl: 'https://host', project: 'my:project', location: 'us-east5' };
const url = (kind: Parameters<typeof modelUrl>[0], path: string) => {
  const call = readModelPath(path);
  return call && modelUrl(kind, call, place);
};

describe('the forms of a model call', () => {
  const path = '/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse';

  test.each([
    ['ai-studio', 'https://host/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse'],
    ['vertex-express', 'https://host/v1beta1/publishers/google/models/gemini-2.5-flash:streamGenerateContent?alt=sse'],
    [
      'service-account',
      'https://host/v1beta1/projects/my%3Aproject/locations/us-east5/publishers/google/models/gemini-2.5-flash:streamGenerateContent?alt=sse',
    ],
  ] as const)('%s', (kind, expected) => {
    expect(url(kind, path)).toBe(expected);
    expect(url(kind, path.replace('models/', 'publishers/google/models/').replace('v1beta/', 'v1beta1/'))).toBe(
      expected,
    );
  });

  test('Vertex lists its models outside of any project', () => {
    expect(url('service-account', '/v1beta/models?pageSize=5')).toBe(
      'https://host/v1beta1/publishers/google/models?pageSize=5',
    );
  });

  test.each([
    '/v1beta/files',
    '/v1beta/models/a/operations/b',
    '/v1beta/tunedModels/a:generateContent',
    '/upload/v1beta/files',
  ])('%s is none', (path) => expect(readModelPath(path)).toBeUndefined());
});

test.each([
  ['/v1beta/models/gemini-2.5-flash:generateContent', true],
  ['/v1/models/imagen-4:predict?x=1', true],
  ['/v1beta/models', true],
  ['/v1beta/models/m:batchGenerateContent', false],
  ['/v1beta/cachedContents', false],
])('whether Vertex serves %s: %s', (path, expected) => {
  expect(isServedByVertex(path)).toBe(expected);
});

test.each([
  ['global', 'https://aiplatform.googleapis.com'],
  ['us-central1', 'https://us-central1-aiplatform.googleapis.com'],
  ['eu', 'https://aiplatform.eu.rep.googleapis.com'],
])('the host of %s', (location, expected) => {
  expect(vertexBaseUrl('https://aiplatform.googleapis.com', location)).toBe(expected);
  expect(vertexBaseUrl('https://my-proxy.example', location)).toBe('https://my-proxy.example');
});
