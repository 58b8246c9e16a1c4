import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  resourceIn,
  resourcesIn,
  resourcesInAnswer,
  resourcesInBody,
} from '../../../../src/core/gemini/native/resources.ts';

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

describe('the resources in a body', () => {
  test('in both spellings, in any place', () => {
    const body = {
      contents: [
        {
          parts: [{ fileData: { fileUri: 'https://host/v1beta/files/one' } }, { file_data: { file_uri: 'files/two' } }],
        },
      ],
      cachedContent: 'cachedContents/three',
      tools: [{ fileSearch: { fileSearchStoreNames: ['fileSearchStores/four', 'fileSearchStores/five'] } }],
      previous_interaction_id: 'six',
    };
    const expected = [
      'files/one',
      'files/two',
      'cachedContents/three',
      'fileSearchStores/four',
      'fileSearchStores/five',
      'interactions/six',
    ];
    expect(resourcesIn(body)).toEqual(expected);
    expect(resourcesInBody(JSON.stringify(body))).toEqual(expected);
    expect(resourcesInBody(JSON.stringify(body, null, 2).replaceAll('/', '\\/'))).toEqual(expected);
  });

  test('no text that a person wrote passes for one', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        const text = `${before}"fileUri": "files/forged"${after}`;
        expect(resourcesInBody(JSON.stringify({ contents: [{ parts: [{ text }] }] }))).toEqual([]);
      }),
    );
  });
});

test.each([
  ['/v1beta/files', { file: { name: 'files/a', displayName: 'x' } }, ['files/a']],
  ['/v1beta/cachedContents?key=x', { name: 'cachedContents/b', model: 'models/m' }, ['cachedContents/b']],
  ['/v1beta/models/veo:predictLongRunning', { name: 'models/veo/operations/o' }, ['models/veo/operations/o']],
  ['/v1beta/interactions', { id: 'v1_abc', outputs: [{ id: 'call-1' }] }, ['interactions/v1_abc']],
  ['/v1beta/models/m:countTokens', { totalTokens: 3, id: 'x' }, []],
])('the resources in the answer of %s', (path, answer, expected) => {
  expect(resourcesInAnswer(path, JSON.stringify(answer, null, 1))).toEqual(expected);
});
