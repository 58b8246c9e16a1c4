import { expect, test } from 'vitest';
import { vertexBody } from '../../../../src/core/google/endpoints/vertex-body.ts';

const adapted = (body: unknown) => JSON.parse(String(vertexBody(JSON.stringify(body))));

test('every content gets a role', () => {
  const body = { contents: [{ parts: [{ text: 'a' }] }, { role: 'model', parts: [] }], unknown: { kept: 1 } };
  expect(adapted(body)).toEqual({
    contents: [
      { role: 'user', parts: [{ text: 'a' }] },
      { role: 'model', parts: [] },
    ],
    unknown: { kept: 1 },
  });
});

test('a request to be counted is taken out of its wrapper', () => {
  const generateContentRequest = { model: 'models/m', contents: [{ parts: [] }], systemInstruction: { parts: [] } };
  expect(adapted({ generateContentRequest })).toEqual({
    contents: [{ role: 'user', parts: [] }],
    systemInstruction: { parts: [] },
  });
});

test.each(['{ "contents" : [ {"role":"user"} ] }', '{}', '[1]', 'no JSON', '{"contents":"odd"}'])(
  'what needs no change stays as it was written: %s',
  (body) => {
    expect(vertexBody(body)).toBe(body);
    const bytes = new TextEncoder().encode(body);
    expect(vertexBody(bytes)).toBe(bytes);
  },
);

test('a stream is not touched', () => {
  const stream = new ReadableStream();
  expect(vertexBody(stream)).toBe(stream);
});
