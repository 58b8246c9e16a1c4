/** Event streams that pass as they are and are ended by the shell: the last event is ours and says so. */
import { endedBy } from '../../../ended.ts';
import { geminiErrorBody, type Language, openAIErrorBody } from '../../../errors.ts';
import type { FetchResponse } from '../../../ports.ts';
import { streamOf } from '../../../utils/streams/body-reader.ts';

type Body = ReadableStream<Uint8Array<ArrayBuffer>>;

export interface LastWords {
  /** Google's, as it was called: it has OpenAI's dialect, too. */
  readonly path: string;
  readonly signal: AbortSignal;
  readonly language: Language;
}

/** The response's body, which ends with an event of ours where the shell ends it. What is no event stream has no place for one. */
export function withLastWords(
  { body, headers }: Pick<FetchResponse, 'body' | 'headers'>,
  last: LastWords,
): Body | null {
  const isEvents = headers.get('content-type')?.startsWith('text/event-stream');
  if (body === null || !isEvents) return body as Body | null;
  const reader = (body as Body).getReader();
  let said = false;
  return streamOf({
    async read() {
      if (said) return { done: true, value: undefined };
      try {
        return await reader.read();
      } catch (error) {
        const words = wordsFor(last);
        if (words === undefined) throw error;
        said = true;
        return { done: false, value: new TextEncoder().encode(words) };
      }
    },
    cancel: (reason) => reader.cancel(reason),
  });
}

function wordsFor({ path, signal, language }: LastWords): string | undefined {
  const ended = endedBy(signal);
  if (ended === undefined) return undefined;
  const isOpenAI = path.includes('/openai/');
  const body = isOpenAI ? openAIErrorBody(ended, language) : geminiErrorBody(ended, language);
  // An event may have been cut in its middle.
  return `\n\ndata: ${JSON.stringify(body)}\n\n${isOpenAI ? 'data: [DONE]\n\n' : ''}`;
}
