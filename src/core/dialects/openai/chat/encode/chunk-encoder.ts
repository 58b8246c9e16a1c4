/** Gemini's stream to OpenAI's `chat.completion.chunk` events (docs/design/translation.md#streams). */
import { blockedPromptWords, blockReasonOf } from '../../../../google/finish-reason.ts';
import type { GenerateContentResponse, UsageMetadata } from '../../../../google/wire.ts';
import { createCallIds } from './call-ids.ts';
import type { EncodeContext } from './encode-context.ts';
import { type ChunkFrame, createStreamedChoice, type StreamedChoice } from './streamed-choice.ts';
import { encodeUsage } from './usage.ts';

/**
 * Every method returns whole server-sent events, to be written as one chunk: LF only, no comments, no `event:` lines, one
 * choice per event. Some chat pages have no buffering parser (docs/design/clients.md#the-wire).
 */
export interface ChunkEncoder {
  /**
   * The events of one more answer of the upstream stream; '' when it says nothing to the client. Calls without an id
   * get one, in the answer itself too.
   * @param source Number of the upstream call, where `n` was fanned out into calls of one candidate each.
   */
  push(answer: GenerateContentResponse, source?: number): string;
  /** Finish reasons, usage if asked for, and `[DONE]`. */
  end(): string;
}

/**
 * Finish reasons are held back until `end`: Google may send more after its own (a call, sources, and old models say
 * `STOP` in every chunk), while clients want exactly one, last.
 */
export function createChunkEncoder(context: EncodeContext): ChunkEncoder {
  const { id, created, model, includeUsage } = context;
  const envelope = JSON.stringify({ id, object: 'chat.completion.chunk', created, model }).slice(0, -1);
  const frame: ChunkFrame = {
    head: `data: ${envelope},"choices":[`,
    // OpenAI's own way: null in every chunk but the last, when usage was asked for.
    tail: `${includeUsage ? '],"usage":null}' : ']}'}\n\n`,
  };
  const callId = createCallIds(context.ids, context.usedCallIds);
  const choices = new Map<number, StreamedChoice>();
  const usages = new Map<number, UsageMetadata>();
  let closed = false;

  const choiceAt = (index: number): StreamedChoice => {
    const known = choices.get(index);
    if (known !== undefined) return known;
    const choice = createStreamedChoice(index, frame, context, callId);
    choices.set(index, choice);
    return choice;
  };

  return {
    push(answer, source = 0) {
      const { candidates, usageMetadata } = answer;
      // Cumulative: the last one of each upstream call counts.
      if (usageMetadata) usages.set(source, usageMetadata);
      const blocked = blockReasonOf(answer);
      if (blocked !== undefined) {
        const { blockReasonMessage } = answer.promptFeedback ?? {};
        choiceAt(source).refuse(blockedPromptWords(blocked, blockReasonMessage, context.language));
      }
      let events = '';
      for (const candidate of candidates ?? []) {
        events += choiceAt(source + (candidate.index ?? 0)).push(candidate);
      }
      return events;
    },
    end() {
      if (closed) return '';
      closed = true;
      if (choices.size === 0) choiceAt(0);
      const ordered = [...choices].sort(([a], [b]) => a - b);
      const finishes = ordered.map(([, choice]) => choice.finish()).join('');
      const usage = includeUsage ? `${frame.head}],"usage":${JSON.stringify(encodeUsage(usages.values()))}}\n\n` : '';
      return `${finishes}${usage}data: [DONE]\n\n`;
    },
  };
}
