import { describe, expect, it } from 'vitest';
import { createCallIds } from '../../../../../../src/core/dialects/openai/chat/encode/call-ids.ts';
import {
  encodeCall,
  encodeImage,
  extraContent,
  markdownImage,
} from '../../../../../../src/core/dialects/openai/chat/encode/encode-parts.ts';
import type { FunctionCall } from '../../../../../../src/core/google/wire.ts';
import { encodeContext, PNG } from '../../context.ts';

const image = { mimeType: 'image/png', data: PNG };

const encoded = (call: FunctionCall, signature?: string) => {
  const context = encodeContext({ clientName: (name) => name.replace('_', '.') });
  return encodeCall(call, signature, context, createCallIds(context.ids));
};

describe('a call', () => {
  it("has the client's own name for the function, and the arguments as text", () => {
    expect(encoded({ id: 'c1', name: 'get_weather', args: { city: '北京', n: [1, null] } })).toEqual({
      id: 'c1',
      type: 'function',
      function: { name: 'get.weather', arguments: '{"city":"北京","n":[1,null]}' },
    });
  });

  it('without arguments has an empty object: clients parse what they get', () => {
    expect(encoded({ name: 'f' })).toMatchObject({ id: 'call_id1', function: { arguments: '{}' } });
  });

  it('carries its signature where Google looks for it', () => {
    expect(encoded({ name: 'f' }, 'c2ln').extra_content).toEqual({ google: { thought_signature: 'c2ln' } });
    expect(encoded({ name: 'f' })).not.toHaveProperty('extra_content');
  });
});

describe('an image', () => {
  it('is a data URL with its place among the images', () => {
    expect(encodeImage(image, 2, undefined)).toEqual({
      type: 'image_url',
      image_url: { url: `data:image/png;base64,${PNG}` },
      index: 2,
    });
  });

  it('keeps its signature', () => {
    expect(encodeImage(image, 0, 's')).toMatchObject({ extra_content: { google: { thought_signature: 's' } } });
  });

  it('in Markdown stands on a line of its own', () => {
    expect(markdownImage(image)).toBe(`\n![image](data:image/png;base64,${PNG})\n`);
  });
});

it('no signature is no field at all, yet an empty one is kept', () => {
  expect(extraContent(undefined)).toEqual({});
  expect(extraContent('')).toEqual({ extra_content: { google: { thought_signature: '' } } });
});
