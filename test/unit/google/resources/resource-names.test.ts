import { describe, expect, test } from 'vitest';
import {
  resourceIn,
  resourcesIn,
  resourcesInAnswer,
  resourcesInPath,
  resourcesNamed,
  spellingless,
} from '../../../../src/core/google/resources/resource-names.ts';

describe('the resource in a path', () => {
  test.each([
    ['/v1beta/files/abc-1', 'files/abc-1'],
    ['/v1beta/files/abc:download', 'files/abc'],
    ['https://generativelanguage.googleapis.com/v1beta/files/abc', 'files/abc'],
    ['files/abc', 'files/abc'],
    ['/v1beta/tunedModels/mine/permissions/p', 'tunedModels/mine'],
    ['/v1beta/models/veo-3/operations/op1', 'models/veo-3/operations/op1'],
    ['/v1beta/fileSearchStores/s/upload/operations/o', 'fileSearchStores/s'],
    ['/v1beta/files', undefined],
    ['/v1beta/models/gemini-2.5-flash:generateContent', undefined],
    ['gs://bucket/picture.png', undefined],
  ])('%s', (path, expected) => expect(resourceIn(path)).toBe(expected));
});

test.each([
  ['/v1beta/files/abc:download?alt=media', ['files/abc']],
  ['/v1beta/openai/files/files/abc', ['files/files', 'files/abc']],
  ['/v1beta/interactions/v1_abc/cancel', ['interactions/v1_abc']],
  ['/v1beta/models/veo-3/operations/op1', ['models/veo-3/operations/op1']],
  ['/v1beta/fileSearchStores/s/documents/d', ['fileSearchStores/s']],
  ['/v1beta/files', []],
])('all that the path %s could name', (path, expected) => expect(resourcesInPath(path)).toEqual(expected));

test.each(['/v1beta/files/%20abc', '/v1beta/files/abc%20', '/v1beta/files/abc,d', '/v1beta/batches/:cancel'])(
  'the path %s names nothing of Google’s',
  (path) => expect(() => resourcesInPath(path)).toThrow('id'),
);

test('the resources in a request, in both spellings, in any place', () => {
  const body = {
    contents: [
      {
        parts: [
          { fileData: { fileUri: 'https://host/v1beta/files/one' } },
          { file_data: { file_uri: 'https://host/v1beta/f%69les/two' } },
        ],
      },
    ],
    cachedContent: 'cachedContents/three',
    tools: [{ fileSearch: { fileSearchStoreNames: ['fileSearchStores/four', 'fileSearchStores/five'] } }],
    previous_interaction_id: 'six',
  };
  expect(resourcesIn(body)).toEqual([
    'files/one',
    'files/two',
    'cachedContents/three',
    'fileSearchStores/four',
    'fileSearchStores/five',
    'interactions/six',
  ]);
});

test.each([
  ['fileUri', 'https://host/v1beta/files/abc', ['files/abc']],
  ['file_uri', 'https://host/v1beta/f%69les/abc', ['files/abc']],
  ['uri', 'https://host/v1beta/files/abc:download?alt=media', ['files/abc']],
  ['some_field_of_next_year', 'files/abc', ['files/abc']],
  ['src', '/v1beta/batches/abc', ['batches/abc']],
  ['previousInteractionId', 'v1_abc', ['interactions/v1_abc']],
  ['previous_interaction_id', ' interactions/v1_abc', ['interactions/v1_abc']],
  ['input_file_id', 'abc', ['files/abc']],
  ['input_file_id', 'files/files/abc', ['files/files', 'files/abc']],
  ['operation', 'models/veo-3/operations/op1', ['models/veo-3/operations/op1', 'operations/op1']],
  ['text', 'files/abc', []],
  ['content', 'https://host/v1beta/files/abc', []],
  ['path', 'src/files/abc', []],
  ['note', 'look at files/abc', []],
])('the field %s with "%s" names %j', (field, text, expected) => {
  expect(resourcesNamed(spellingless(field), text)).toEqual(expected);
});

test.each([
  ['/v1beta/files', { file: { name: 'files/a', displayName: 'x' } }, ['files/a']],
  ['/v1beta/cachedContents?key=x', { name: 'cachedContents/b', model: 'models/m' }, ['cachedContents/b']],
  ['/v1beta/models/veo:predictLongRunning', { name: 'models/veo/operations/o' }, ['models/veo/operations/o']],
  ['/v1beta/interactions', { id: 'v1_abc', outputs: [{ id: 'call-1' }] }, ['interactions/v1_abc']],
  ['/v1beta/openai/videos', { id: 'v1', object: 'video' }, ['videos/v1']],
  ['/v1beta/openai/batches', { id: 'batches/c', object: 'batch' }, ['batches/c']],
  [
    '/v1beta/models/veo/operations/o',
    { response: { video: { uri: 'https://host/v1beta/files/v:download?alt=media' } } },
    ['files/v'],
  ],
  ['/v1beta/batches/b', { output: { responsesFile: 'files/batch-b' } }, ['files/batch-b']],
  ['/v1beta/interactions/i', { outputs: [{ uri: 'https://example.com/files/b' }] }, []],
  ['/v1beta/models/m:countTokens', { totalTokens: 3, id: 'x' }, []],
])('the resources in the answer of %s', (path, answer, expected) => {
  expect(resourcesInAnswer(path, JSON.stringify(answer, null, 1))).toEqual(expected);
});
