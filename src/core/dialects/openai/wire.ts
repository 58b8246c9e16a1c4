/**
 * What clients send to `POST /v1/chat/completions`: the SDK's own types, every field optional and nullable as on the wire,
 * plus the extensions that Google's compatibility layer, OpenRouter, LiteLLM and SillyTavern have made common. Only types:
 * nothing of the SDK is in the bundle. `fields.ts` reads them; until it has, no value can be trusted.
 */
import type * as Chat from 'openai/resources/chat/completions';

type Loose<T> = { [K in keyof T]?: T[K] | null };

export interface ChatRequest extends Loose<Omit<Chat.ChatCompletionCreateParams, Replaced>> {
  messages?: ChatMessage[] | null;
  modalities?: string[] | null;
  reasoning_effort?: string | null;
  response_format?: ResponseFormat | null;
  tools?: ChatTool[] | null;
  top_k?: number | null;
  /** OpenRouter. */
  reasoning?: Loose<{ effort: string; max_tokens: number; exclude: boolean; enabled: boolean }> | null;
  include_reasoning?: boolean | null;
  image_config?: Loose<{ aspect_ratio: string; image_size: string }> | null;
  /** Anthropic. */
  thinking?: Loose<{ type: string; budget_tokens: number }> | null;
  /** What hajimi's own clients send. */
  enable_thinking?: boolean | null;
  thinking_budget?: number | null;
  /** Google: the SDKs merge what the caller calls `extra_body` into the body, so it arrives under either name. */
  google?: GoogleExtensions | null;
  extra_body?: Loose<{ google: GoogleExtensions }> | null;
}

type Replaced = 'messages' | 'modalities' | 'reasoning_effort' | 'response_format' | 'tools';

/** Documented in snake_case; camelCase is taken as well. */
export type GoogleExtensions = Loose<{
  thinking_config: Loose<{ thinking_budget: number; thinking_level: string; include_thoughts: boolean }>;
  cached_content: string;
  safety_settings: Loose<{ category: string; threshold: string }>[];
  generation_config: Record<string, unknown>;
  aspect_ratio: string;
  tools: Record<string, unknown>[];
}>;

/** One shape for all roles: which fields count depends on `role`. */
export interface ChatMessage {
  role?: Chat.ChatCompletionRole | 'model' | null;
  content?: string | (string | ContentPart)[] | null;
  name?: string | null;
  refusal?: string | null;
  tool_calls?: ToolCall[] | null;
  tool_call_id?: string | null;
  function_call?: Loose<{ name: string; arguments: string | object }> | null;
  images?: ContentPart[] | null;
  extra_content?: ExtraContent | null;
  /** SillyTavern's place for a thought signature. */
  signature?: string | null;
}

export interface ToolCall {
  id?: string | null;
  type?: 'function' | 'custom' | null;
  function?: Loose<{ name: string; arguments: string | object }> | null;
  custom?: Loose<{ name: string; input: string }> | null;
  extra_content?: ExtraContent | null;
  signature?: string | null;
}

/** Google's compatibility layer carries thought signatures so. */
export type ExtraContent = Loose<{ google: Loose<{ thought_signature: string }> }>;

/** One shape for all types: which fields count depends on `type`. */
export interface ContentPart {
  type?: string | null;
  text?: string | null;
  refusal?: string | null;
  image_url?: string | MediaUrl | null;
  video_url?: string | MediaUrl | null;
  audio_url?: string | MediaUrl | null;
  input_audio?: Loose<{ data: string; format: string }> | null;
  file?: Loose<{ file_data: string; file_id: string; filename: string; format: string }> | null;
  video_metadata?: Record<string, unknown> | null;
  detail?: string | null;
  extra_content?: ExtraContent | null;
}

export type MediaUrl = Loose<{ url: string; detail: string }>;

/** A function or custom tool of OpenAI, or a tool of Gemini's own such as `{ google_search: {} }`. */
export interface ChatTool {
  type?: string | null;
  function?: FunctionTool | null;
  [nativeTool: string]: unknown;
}

export type FunctionTool = Loose<{ name: string; description: string; parameters: object; strict: boolean }>;

export interface ResponseFormat {
  type?: string | null;
  json_schema?: Loose<{ name: string; description: string; schema: object; strict: boolean }> | null;
}
