/** An OpenAI chat request -> Gemini's own request, which is the one internal representation of a call. */

import { defaultSettings } from '../../../../../contract/settings/table.ts';
import { type Filters, safetySettings } from '../../../../google/transforms/safety.ts';
import type { GenerateContentRequest, Part, ToolConfig } from '../../../../google/wire.ts';
import { capabilitiesOf } from '../../../../models/series.ts';
import type { Ids } from '../../../../ports.ts';
import { isObject } from '../../../../utils/json/json.ts';
import { type Fields, flag, object, refuse, requiredText, text } from '../../../fields.ts';
import type { ChatRequest } from '../../wire.ts';
import { decodeGenerationConfig } from './config/generation-config.ts';
import { readGoogleExtensions } from './config/google-extensions.ts';
import { finishContents } from './finalize-contents.ts';
import { decodeMessages } from './messages.ts';
import { decodeToolChoice } from './tools/tool-choice.ts';
import type { ToolNames } from './tools/tool-names.ts';
import { type DecodedTools, decodeTools } from './tools/tools.ts';

export interface DecodeOptions {
  /** Whether who asks for reasoning also wants to see the thoughts, where the request does not say. */
  readonly thoughts: boolean;
  /** Names calls that the client left without an id. */
  readonly ids: Ids;
  /** For a request that brings no safety settings of its own; default: all off. */
  readonly filters?: Filters;
}

export interface DecodedChat {
  /** Id without `models/`, otherwise as the client wrote it. */
  readonly model: string;
  readonly request: GenerateContentRequest;
  readonly stream: boolean;
  /** `stream_options.include_usage`. */
  readonly includeUsage: boolean;
  /** How many calls together make the client's `n` choices; 1 where the model itself makes all of them. */
  readonly copies: number;
  /** Gives the client's functions their own names back. */
  readonly toolNames: ToolNames;
  /** Ids of the calls in the conversation so far, which no new call may take. */
  readonly callIds: readonly string[];
  /** Parts of the request that are addresses, with the client's path of each, such as `messages[0].content[1].image_url.url`. */
  readonly mediaFields: ReadonlyMap<Part, string>;
}

/**
 * Pure. Thought signatures that the client did not bring back are still missing; ids of calls are on both sides.
 * @param value The body as parsed JSON, unchecked.
 * @throws {ProxyError} `invalid_value` or `unsupported`, with the field's path in the client's own words.
 */
export function decodeChat(value: unknown, { thoughts, ids, filters = defaultSettings }: DecodeOptions): DecodedChat {
  if (!isObject(value)) return refuse('body', 'must be a JSON object');
  const body: Fields<ChatRequest> = { values: value, path: '' };
  const id = requiredText(body, 'model').replace(/^models\//, '');
  const model = capabilitiesOf(id);
  const google = readGoogleExtensions(body);
  const tools = decodeTools(body, google.tools, model);
  const mediaFields = new Map<Part, string>();
  const messages = decodeMessages(body, { model, names: tools.names, ids, mediaFields });
  const hasTools = tools.tools.length > 0;
  const { config, copies } = decodeGenerationConfig(body, google, { model, hasTools, thoughts });
  const { cachedContent } = google;
  const streamOptions = object(body, 'stream_options');
  return {
    model: id,
    request: {
      ...finishContents(messages, model, cachedContent !== undefined),
      // Cached content brings its own tools; Google refuses others beside it.
      ...(cachedContent === undefined ? toolFields(body, tools) : { cachedContent }),
      safetySettings: google.safetySettings ?? safetySettings(filters, model),
      ...(Object.keys(config).length > 0 && { generationConfig: config }),
      ...serviceTier(body),
    },
    stream: flag(body, 'stream') ?? false,
    includeUsage: (streamOptions && flag(streamOptions, 'include_usage')) ?? false,
    copies,
    toolNames: tools.names,
    callIds: messages.callIds,
    mediaFields,
  };
}

function toolFields(
  body: Fields<ChatRequest>,
  tools: DecodedTools,
): Pick<GenerateContentRequest, 'tools' | 'toolConfig'> {
  if (tools.tools.length === 0) return {};
  const functionCallingConfig = decodeToolChoice(body, tools);
  const toolConfig: ToolConfig = {
    ...(functionCallingConfig && { functionCallingConfig }),
    ...(tools.mixed && { includeServerSideToolInvocations: true }),
  };
  return { tools: tools.tools, ...(Object.keys(toolConfig).length > 0 && { toolConfig }) };
}

/** OpenAI's other tiers have no counterpart and are Google's default. */
function serviceTier(body: Fields<ChatRequest>): Pick<GenerateContentRequest, 'serviceTier'> {
  const tier = text(body, 'service_tier');
  return tier === 'flex' || tier === 'priority' ? { serviceTier: tier } : {};
}
