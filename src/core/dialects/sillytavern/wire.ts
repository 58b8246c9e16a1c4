/**
 * What SillyTavern's page sends to its own server, as far as an answer depends on it. Every field may be absent:
 * extensions of SillyTavern send a few fields only. Until they are read, no value can be trusted.
 */

export interface TavernBody {
  readonly chat_completion_source?: unknown;
  readonly reverse_proxy?: unknown;
  readonly custom_url?: unknown;
  /** Three boxes of YAML. */
  readonly custom_include_body?: unknown;
  readonly custom_exclude_body?: unknown;
  readonly custom_include_headers?: unknown;
  readonly custom_prompt_post_processing?: unknown;
  readonly user_name?: unknown;
  readonly char_name?: unknown;
  readonly group_names?: unknown;
  readonly messages?: unknown;
  readonly stream?: unknown;
  readonly model?: unknown;
  readonly logprobs?: unknown;
  readonly tools?: unknown;
  readonly tool_choice?: unknown;
  readonly json_schema?: unknown;
  readonly use_sysprompt?: unknown;
  readonly enable_web_search?: unknown;
  readonly request_images?: unknown;
  readonly request_image_aspect_ratio?: unknown;
  readonly request_image_resolution?: unknown;
  readonly [parameter: string]: unknown;
}

/** A message of the prompt. SillyTavern leaves `content` out where there are tool calls. */
export interface TavernMessage {
  readonly role?: unknown;
  readonly content?: unknown;
  readonly name?: unknown;
  readonly [field: string]: unknown;
}
