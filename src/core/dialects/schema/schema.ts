/** A client's schema of arguments or of the answer -> whichever of Google's two containers the model takes. */

import type { FunctionDeclaration, GenerationConfig } from '../../google/wire.ts';
import type { Capabilities } from '../../models/series.ts';
import { isObject } from '../../utils/json/json.ts';
import { refuse } from '../fields.ts';
import type { Schema } from './json-schema-refs.ts';
import { cleanSchema } from './to-json-schema.ts';
import { lowerSchema } from './to-openapi-schema.ts';

type Model = Pick<Capabilities, 'jsonSchema'>;

/** Nothing for a function that takes no arguments, which Google declares without a schema. */
export function parametersSchema(
  parameters: unknown,
  path: string,
  model: Model,
): Pick<FunctionDeclaration, 'parameters' | 'parametersJsonSchema'> {
  const schema = schemaOf(parameters, path);
  if (schema === undefined || takesNothing(schema)) return {};
  if (!model.jsonSchema) return { parameters: lowerSchema(schema, path) };
  const cleaned = cleanSchema(schema, path);
  return { parametersJsonSchema: 'properties' in cleaned ? { type: 'object', ...cleaned } : cleaned };
}

/** Nothing where the client gave no schema. */
export function answerSchema(
  format: unknown,
  path: string,
  model: Model,
): Pick<GenerationConfig, 'responseSchema' | 'responseJsonSchema'> {
  const schema = schemaOf(format, path);
  if (schema === undefined) return {};
  return model.jsonSchema
    ? { responseJsonSchema: cleanSchema(schema, path) }
    : { responseSchema: lowerSchema(schema, path) };
}

function schemaOf(schema: unknown, path: string): Schema | undefined {
  if (schema === undefined || schema === null) return undefined;
  return isObject(schema) ? schema : refuse(path, 'must be a JSON Schema object');
}

const structural = ['$ref', 'allOf', 'anyOf', 'oneOf', 'items', 'prefixItems'];

function takesNothing(schema: Schema): boolean {
  const { type = 'object', properties } = schema;
  if (type !== 'object' || structural.some((keyword) => keyword in schema)) return false;
  return !isObject(properties) || Object.keys(properties).length === 0;
}
