/** A body of SillyTavern's page -> the request that its server would send to an endpoint of OpenAI's kind. */
import { isObject } from '../../../utils/json/json.ts';
import type { TavernBody } from '../wire.ts';
import { fieldsIn, namesIn } from './additional-parameters.ts';
import { readNames } from './names.ts';
import { postProcess } from './post-process.ts';

/** Sent as they are. The two about reasoning are more than its server sends, which knows OpenAI's models only. */
const parameters = [
  'model',
  'temperature',
  'max_tokens',
  'max_completion_tokens',
  'stream',
  'presence_penalty',
  'frequency_penalty',
  'top_p',
  'top_k',
  'stop',
  'logit_bias',
  'seed',
  'n',
  'reasoning_effort',
  'include_reasoning',
];

export function openAIBody(body: TavernBody): Record<string, unknown> {
  const request: Record<string, unknown> = {
    messages: promptOf(body),
    ...pick(body, parameters),
    ...toolsOf(body),
    ...(Number(body.logprobs) > 0 && { logprobs: true, top_logprobs: Number(body.logprobs) }),
    ...responseFormatOf(body),
  };
  if (body.chat_completion_source !== 'custom') return request;
  const changed = { ...request, ...fieldsIn(body.custom_include_body) };
  const excluded = new Set(namesIn(body.custom_exclude_body));
  return Object.fromEntries(Object.entries(changed).filter(([name]) => !excluded.has(name)));
}

/** The messages after what the person has chosen as "prompt post-processing". */
export const promptOf = (body: TavernBody): unknown =>
  postProcess(body.messages, body.custom_prompt_post_processing, readNames(body));

/** No tools are better left out: some fields make sense with them only. */
export function toolsOf({ tools, tool_choice }: TavernBody): Record<string, unknown> {
  if (!Array.isArray(tools) || tools.length === 0) return {};
  return { tools, ...(tool_choice !== undefined && { tool_choice }) };
}

export function responseFormatOf({ json_schema }: TavernBody): Record<string, unknown> {
  if (!isObject(json_schema)) return {};
  const { name, strict, value } = json_schema;
  return { response_format: { type: 'json_schema', json_schema: { name, strict: strict ?? true, schema: value } } };
}

export function pick(body: TavernBody, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.filter((name) => body[name] !== undefined).map((name) => [name, body[name]]));
}
