/** `response_format` -> Gemini's JSON mode (docs/design/translation.md#json-mode). */

import type { GenerationConfig } from '../../../../../google/wire.ts';
import type { Capabilities } from '../../../../../models/series.ts';
import { type Fields, object, pathOf, refuse, text } from '../../../../fields.ts';
import { answerSchema } from '../../../../schema/schema.ts';
import type { ChatRequest } from '../../../wire.ts';

/** As wished, whatever the model takes; without a schema it is the same as `json_object`. */
export function decodeResponseFormat(
  body: Fields<ChatRequest>,
  model: Pick<Capabilities, 'jsonSchema'>,
): GenerationConfig {
  const format = object(body, 'response_format');
  if (format === undefined) return {};
  const type = text(format, 'type');
  if (type === undefined || type === 'text') return {};
  if (type !== 'json_object' && type !== 'json_schema') {
    return refuse(pathOf(format, 'type'), 'must be "text", "json_object" or "json_schema"');
  }
  const named = type === 'json_schema' ? object(format, 'json_schema') : undefined;
  return {
    responseMimeType: 'application/json',
    ...(named && answerSchema(named.values.schema, pathOf(named, 'schema'), model)),
  };
}
