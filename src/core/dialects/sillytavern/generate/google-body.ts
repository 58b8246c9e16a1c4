/**
 * A body of SillyTavern's page for Google's sources, in OpenAI's words: what its server makes of it for Gemini, the
 * translation of OpenAI's dialect makes as well, and follows the models more closely.
 */
import { capabilitiesOf } from '../../../models/series.ts';
import { isObject } from '../../../utils/json/json.ts';
import type { TavernBody } from '../wire.ts';
import { nameSpeakers, readNames } from './names.ts';
import { pick, promptOf, responseFormatOf, toolsOf } from './openai-body.ts';

/** Those that Google's models have. SillyTavern sends OpenAI's penalties too, and never asks Google for several answers. */
const parameters = [
  'model',
  'temperature',
  'max_tokens',
  'top_p',
  'top_k',
  'stop',
  'seed',
  'reasoning_effort',
  'include_reasoning',
];

export function googleBody(body: TavernBody): Record<string, unknown> {
  const { output } = capabilitiesOf(String(body.model));
  const draws = output === 'image' && Boolean(body.request_images);
  const messages = nameSpeakers(promptOf(body), readNames(body));
  return {
    messages: body.use_sysprompt && !draws ? messages : withoutSystem(messages),
    ...pick(body, parameters),
    // Zero is the slider's "off".
    ...(body.top_k === 0 && { top_k: null }),
    ...(draws ? drawing(body) : withSearch(body)),
    ...responseFormatOf(body),
  };
}

/** Unless the person has chosen otherwise, what SillyTavern calls system is said by the user. */
function withoutSystem(messages: unknown): unknown {
  if (!Array.isArray(messages)) return messages;
  return messages.map((message: unknown) =>
    isObject(message) && message.role === 'system' ? { ...message, role: 'user' } : message,
  );
}

function drawing({ request_image_aspect_ratio, request_image_resolution }: TavernBody): Record<string, unknown> {
  return {
    modalities: ['text', 'image'],
    image_config: {
      aspect_ratio: request_image_aspect_ratio || null,
      image_size: request_image_resolution || null,
    },
  };
}

/** Google's search does not go together with functions, which then go first. */
function withSearch(body: TavernBody): Record<string, unknown> {
  const own = toolsOf(body);
  const searches = body.enable_web_search && capabilitiesOf(String(body.model)).search && own.tools === undefined;
  return searches ? { tools: [{ google_search: {} }] } : own;
}
