import { describe, expect, it } from 'vitest';
import { decodeConfig, refusalOf } from '../decode.ts';

const schema = { type: 'object', properties: { a: { type: 'string' } } };
const json_schema = { name: 'n', strict: true, schema };
const mime = { responseMimeType: 'application/json' };
const tools = [{ type: 'function', function: { name: 'f' } }];
const config = (response_format: unknown, body: Record<string, unknown> = {}) =>
  decodeConfig({ response_format, ...body });

describe('response_format', () => {
  it.each([
    [{ type: 'text' }, undefined],
    [{}, undefined],
    [{ type: 'json_object' }, mime],
    [
      { type: 'json_schema', json_schema },
      { ...mime, responseJsonSchema: schema },
    ],
    [{ type: 'json_schema', json_schema: { name: 'n' } }, mime],
    [{ type: 'json_schema', json_schema: null }, mime],
  ])('%j', (format, expected) => {
    expect(config(format)).toEqual(expected);
  });

  it('uses the older container on older models', () => {
    const format = { type: 'json_schema', json_schema };
    expect(config(format, { model: 'gemini-2.0-flash' })).toEqual({ ...mime, responseSchema: schema });
  });

  it.each([
    ['gemini-2.5-flash', undefined],
    ['gemini-3-flash-preview', mime],
  ])('next to functions on %s: %j', (model, expected) => {
    expect(config({ type: 'json_object' }, { model, tools })).toEqual(expected);
  });

  it.each(['gemma-3-27b-it', 'gemini-2.5-flash-image'])('is left out where it is refused: %s', (model) => {
    expect(config({ type: 'json_schema', json_schema }, { model })).toBeUndefined();
  });

  it.each([
    ['response_format', 'json_object'],
    ['response_format.type', { type: 'xml' }],
    ['response_format.json_schema.schema', { type: 'json_schema', json_schema: { schema: 'x' } }],
  ])('names %s', (field, response_format) => {
    const messages = [{ role: 'user', content: 'Hi' }];
    expect(refusalOf({ model: 'gemini-2.5-flash', messages, response_format })).toEqual(['invalid_value', field]);
  });
});
