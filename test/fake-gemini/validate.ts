/** The checks that Google makes before a model sees the request. Each gives Google's sentence, or undefined. */
import type { GenerateContentRequest } from '../../src/core/google/wire.ts';

const TOP_FIELDS = new Set(
  (
    'contents systemInstruction tools toolConfig safetySettings generationConfig cachedContent model labels serviceTier ' +
    'store system_instruction tool_config safety_settings generation_config cached_content service_tier'
  ).split(' '),
);

const ROLES = ['user', 'model', 'function', '', undefined];

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function requestFault(body: unknown): string | undefined {
  if (!isObject(body)) return 'Invalid JSON payload received. Unexpected token.';
  for (const name of Object.keys(body)) {
    if (!TOP_FIELDS.has(name)) return `Invalid JSON payload received. Unknown name "${name}": Cannot find field.`;
  }
  const { contents } = body;
  if (!Array.isArray(contents) || contents.length === 0) {
    return '* GenerateContentRequest.contents: contents is not specified\n';
  }
  for (const [index, content] of contents.entries()) {
    if (!isObject(content)) return `Invalid value at 'contents[${index}]'`;
    if (!ROLES.some((role) => role === content.role)) return 'Please use a valid role: user, model.';
    if (!Array.isArray(content.parts) || content.parts.length === 0) {
      return `* GenerateContentRequest.contents[${index}].parts: contents.parts must not be empty.\n`;
    }
  }
  return undefined;
}

export const isGenerateRequest = (body: unknown): body is GenerateContentRequest => requestFault(body) === undefined;
