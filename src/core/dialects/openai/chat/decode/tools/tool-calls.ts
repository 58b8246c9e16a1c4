/**
 * An assistant's calls in the history: `tool_calls`, and the older `function_call` (docs/design/translation.md#messages).
 */

import type { Ids } from '../../../../../ports.ts';
import { isObject, type JsonObject, parseJson } from '../../../../../utils/json/json.ts';
import { checkDepth } from '../../../../../utils/json/json-depth.ts';
import { type Fields, object, objects, pathOf, refuse, requiredText, text } from '../../../../fields.ts';
import type { ChatMessage, ToolCall } from '../../../wire.ts';
import type { Call } from '../conversation.ts';
import { thoughtSignature } from '../thought-signature.ts';
import type { ToolNames } from './tool-names.ts';

/** In the client's order; a call without an id gets one, so that its result can name it. */
export function decodeToolCalls(message: Fields<ChatMessage>, names: ToolNames, ids: Ids): Call[] {
  const calls = objects(message, 'tool_calls').map((call): Call => {
    const signature = thoughtSignature(call);
    return {
      id: text(call, 'id') || newId(ids),
      ...decodeFunction(call, names),
      ...(signature !== undefined && { signature }),
    };
  });
  const legacy = object(message, 'function_call');
  if (legacy) {
    const name = names.toGoogle(requiredText(legacy, 'name'));
    calls.push({ id: newId(ids), name, args: decodeArguments(legacy, legacy.values.arguments) });
  }
  return calls;
}

const newId = (ids: Ids) => `call_${ids()}`;

function decodeFunction(call: Fields<ToolCall>, names: ToolNames): { name: string; args: JsonObject } {
  const own = object(call, 'function');
  if (own) {
    return { name: names.toGoogle(requiredText(own, 'name')), args: decodeArguments(own, own.values.arguments) };
  }
  const custom = object(call, 'custom') ?? refuse(pathOf(call, 'function'), 'is required');
  return { name: names.toGoogle(requiredText(custom, 'name')), args: { input: text(custom, 'input') ?? '' } };
}

/** Google takes only an object: what a model wrote wrongly, and the client kept, is wrapped rather than refused. */
function decodeArguments(call: Fields<{ arguments?: unknown }>, value: unknown): JsonObject {
  if (isObject(value)) return value as JsonObject;
  if (value === undefined || value === null) return {};
  if (typeof value !== 'string') return { arguments: value as JsonObject };
  if (value.trim() === '') return {};
  const parsed = parseJson(value);
  checkDepth(parsed, pathOf(call, 'arguments'));
  return isObject(parsed) ? (parsed as JsonObject) : { arguments: value };
}
