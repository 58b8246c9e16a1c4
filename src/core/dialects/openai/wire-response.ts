/**
 * What OpenAI's chat endpoint answers: the SDK's own types, plus the fields that clients of reasoning and image models
 * have come to read. Only types: nothing of the SDK is in the bundle.
 */
import type * as Chat from 'openai/resources/chat/completions';
import type { CompletionUsage } from 'openai/resources/completions';

export type { CompletionUsage };
export type TokenLogprob = Chat.ChatCompletionTokenLogprob;
export type Logprobs = Chat.ChatCompletion.Choice.Logprobs;
export type FinishReason = Chat.ChatCompletion.Choice['finish_reason'];
export type Annotation = Chat.ChatCompletionMessage.Annotation;
export type Audio = Chat.ChatCompletionAudio;

/** Google's own compatibility layer carries thought signatures so, in both directions. */
export interface ExtraContent {
  google: { thought_signature: string };
}

export interface ToolCall extends Chat.ChatCompletionMessageFunctionToolCall {
  extra_content?: ExtraContent;
}

/** An image of the answer as OpenRouter, LiteLLM and their clients write it. `url` is a data URL. */
export interface AnswerImage {
  type: 'image_url';
  image_url: { url: string };
  index: number;
  extra_content?: ExtraContent;
}

export interface Message extends Chat.ChatCompletionMessage {
  reasoning_content?: string;
  images?: AnswerImage[];
  tool_calls?: ToolCall[];
  extra_content?: ExtraContent;
}

export interface Choice extends Chat.ChatCompletion.Choice {
  message: Message;
}

export interface ChatCompletion extends Chat.ChatCompletion {
  choices: Choice[];
  usage: CompletionUsage;
}
