import { EventSourceParserStream } from 'eventsource-parser/stream';
import { errorMessageIn } from '../format/read-json.ts';

/** What one chunk of a streamed chat adds. */
export interface Delta {
  readonly text: string;
  readonly thoughts: string;
  /** Why Google stopped the answer; empty where it did not. */
  readonly refusal: string;
  /** Pieces of calls: those of one `index` belong together. */
  readonly toolCalls: readonly ToolCallPiece[];
}

export interface ToolCallPiece {
  readonly index?: number;
  readonly id?: string;
  readonly function?: { readonly name?: string; readonly arguments?: string };
}

interface Chunk {
  readonly error?: { readonly message?: string };
  readonly choices?: ReadonlyArray<{
    readonly delta?: {
      readonly content?: string | null;
      readonly reasoning_content?: string | null;
      readonly refusal?: string | null;
      readonly images?: ReadonlyArray<{ readonly image_url?: { readonly url?: string } }>;
      readonly tool_calls?: readonly ToolCallPiece[];
    };
  }>;
}

/**
 * Reads an OpenAI stream to its end.
 * @throws Error with the words of an error that came within the stream, or when it ends without `[DONE]`.
 */
export async function* readChatStream(body: ReadableStream<Uint8Array>): AsyncGenerator<Delta, void> {
  const events = body
    .pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>)
    .pipeThrough(new EventSourceParserStream())
    .getReader();
  try {
    for (let { done, value } = await events.read(); !done; { done, value } = await events.read()) {
      if (value?.data === '[DONE]') return;
      const chunk = JSON.parse(value?.data ?? '{}') as Chunk;
      if (chunk.error) throw new Error(chunk.error.message ?? 'error');
      const delta = chunk.choices?.[0]?.delta;
      if (delta) yield deltaOf(delta);
    }
    throw new Error('The stream ended too early.');
  } finally {
    await events.cancel().catch(() => undefined);
  }
}

function deltaOf(delta: NonNullable<NonNullable<Chunk['choices']>[number]['delta']>): Delta {
  return {
    text: delta.content ?? '',
    thoughts: delta.reasoning_content ?? '',
    refusal: delta.refusal ?? '',
    toolCalls: delta.tool_calls ?? [],
  };
}

/** The words of an OpenAI error, where the body holds one. */
export async function errorIn(response: Response): Promise<string> {
  return errorMessageIn(await response.text()) ?? `HTTP ${response.status}`;
}
