/**
 * `tool_choice` and the older `function_call` -> Gemini's `functionCallingConfig` (docs/design/translation.md#tool-choice).
 */
import type { ToolConfig } from '../../../../../google/wire.ts';
import { isObject } from '../../../../../utils/json/json.ts';
import { type Fields, fieldsOf, object, objects, pathOf, refuse, requiredText, text } from '../../../../fields.ts';
import type { ChatRequest } from '../../../wire.ts';
import type { DecodedTools } from './tools.ts';

type CallingConfig = NonNullable<ToolConfig['functionCallingConfig']>;

interface Named {
  name?: string | null;
}

interface Choice extends Named {
  type?: string | null;
  function?: Named | null;
  allowed_tools?: { mode?: string | null; tools?: Choice[] | null } | null;
}

/** Undefined where the model decides for itself, and where nothing is declared that could be called. */
export function decodeToolChoice(body: Fields<ChatRequest>, tools: DecodedTools): CallingConfig | undefined {
  if (tools.declared.size === 0) return undefined;
  const key = (body.values.tool_choice ?? undefined) === undefined ? 'function_call' : 'tool_choice';
  const value = body.values[key] ?? undefined;
  const path = pathOf(body, key);
  if (isObject(value)) return decodeObject(fieldsOf<Choice>(value, path), tools);
  switch (value) {
    case undefined:
    case 'auto':
      return undefined;
    case 'none':
      return { mode: 'NONE' };
    case 'required':
    case 'any':
      return { mode: 'ANY' };
    default:
      return refuse(path, 'must be "auto", "none", "required" or an object that names a tool');
  }
}

function decodeObject(choice: Fields<Choice>, tools: DecodedTools): CallingConfig | undefined {
  const type = text(choice, 'type');
  if (type === 'allowed_tools') return decodeAllowed(choice, tools);
  if (type === undefined || type === 'function') return { mode: 'ANY', allowedFunctionNames: [nameOf(choice, tools)] };
  // A choice of one of Google's own tools: there is no way to force those.
  return undefined;
}

function decodeAllowed(choice: Fields<Choice>, tools: DecodedTools): CallingConfig {
  const allowed =
    object(choice, 'allowed_tools') ?? fieldsOf<NonNullable<Choice['allowed_tools']>>(choice.values, choice.path);
  const allowedFunctionNames = objects(allowed, 'tools')
    .filter((tool) => tool.values.type === 'function')
    .map((tool) => nameOf(tool, tools));
  if (allowedFunctionNames.length === 0) return { mode: 'NONE' };
  // AUTO refuses a list of names; VALIDATED is the mode that takes one and still lets the model answer in words.
  return { mode: text(allowed, 'mode') === 'required' ? 'ANY' : 'VALIDATED', allowedFunctionNames };
}

/** `{ function: { name } }`, or flat as in OpenAI's Responses API and in `function_call`. */
function nameOf(choice: Fields<Choice>, { names, declared }: DecodedTools): string {
  const named: Fields<Named> = object(choice, 'function') ?? choice;
  const name = names.toGoogle(requiredText(named, 'name'));
  return declared.has(name) ? name : refuse(pathOf(named, 'name'), 'is not the name of a tool in this request');
}
