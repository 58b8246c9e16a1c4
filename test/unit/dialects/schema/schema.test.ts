import { describe, expect, it } from 'vitest';
import { answerSchema, parametersSchema } from '../../../../src/core/dialects/schema/schema.ts';

const newer = { jsonSchema: true };
const older = { jsonSchema: false };
const schema = { type: 'object', properties: { a: { type: 'string' } } };

describe('parametersSchema', () => {
  it.each([
    [undefined],
    [null],
    [{}],
    [{ type: 'object' }],
    [{ type: 'object', properties: {}, additionalProperties: false }],
  ])('declares nothing for %j', (parameters) => {
    expect(parametersSchema(parameters, 'p', newer)).toEqual({});
    expect(parametersSchema(parameters, 'p', older)).toEqual({});
  });

  it('uses the container that the model takes', () => {
    expect(parametersSchema(schema, 'p', newer)).toEqual({ parametersJsonSchema: schema });
    expect(parametersSchema(schema, 'p', older)).toEqual({ parameters: schema });
  });

  it('says that arguments are an object', () => {
    const { properties } = schema;
    expect(parametersSchema({ properties }, 'p', newer)).toEqual({ parametersJsonSchema: schema });
  });

  it('refuses what is no schema', () => {
    expect(() => parametersSchema([], 'tools[0].function.parameters', newer)).toThrow('tools[0].function.parameters');
  });
});

describe('answerSchema', () => {
  it('uses the container that the model takes', () => {
    expect(answerSchema(schema, 's', newer)).toEqual({ responseJsonSchema: schema });
    expect(answerSchema(schema, 's', older)).toEqual({ responseSchema: schema });
    expect(answerSchema(undefined, 's', newer)).toEqual({});
  });
});
