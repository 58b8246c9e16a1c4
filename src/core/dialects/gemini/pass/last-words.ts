/** Event streams that pass as they are and are ended by the shell: the last event is ours and says so. */
import { endedBy } from '../../../ended.ts';
import { geminiErrorBody, type Language, openAIErrorBody } from '../../../errors.ts';
import type { Bytes, Pieces } from '../../../exchange.ts';
import type { Ending } from '../../../utils/ending.ts';
import { map } from '../../../utils/streams/map.ts';
import type { PassedAnswer } from './pass.ts';

export interface LastWords {
  /** Google's, as it was called: it has OpenAI's dialect, too. */
  readonly path: string;
  readonly ending: Ending;
  readonly language: Language;
}

/** The answer's body, which ends with an event of ours where the shell ends it. What is no event stream has no place for one. */
export function withLastWords(
  { body, headers }: Pick<PassedAnswer, 'body' | 'headers'>,
  last: LastWords,
): Pieces | null {
  const isEvents = headers.get('content-type')?.startsWith('text/event-stream');
  if (body === null || !isEvents) return body;
  return map<Bytes, Bytes | string>(body, { each: (piece) => piece, fail: () => wordsFor(last) });
}

function wordsFor({ path, ending, language }: LastWords): string | undefined {
  const ended = endedBy(ending);
  if (ended === undefined) return undefined;
  const isOpenAI = path.includes('/openai/');
  const body = isOpenAI ? openAIErrorBody(ended, language) : geminiErrorBody(ended, language);
  // An event may have been cut in its middle.
  return `\n\ndata: ${JSON.stringify(body)}\n\n${isOpenAI ? 'data: [DONE]\n\n' : ''}`;
}
