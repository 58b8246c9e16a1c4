/** How an answer ended, from all its events. Pure. */
import { blockReasonOf, isBudgetSpent, isFiltered, isOrdinaryEnd } from '../google/finish-reason.ts';
import type { Candidate, GenerateContentResponse, Part } from '../google/wire.ts';

/**
 * `blocked`: Google did not take the prompt. `filtered`: a filter stopped the answer, with what was said so far. `limit`:
 * the token limit was used up by thinking. `stopped`: Google ended it for another reason that it names, and nothing was
 * said. `malformed`: the model wrote a call that cannot be read. `empty`: it said nothing. `cut`: it broke off.
 */
export type Verdict = 'good' | 'blocked' | 'filtered' | 'limit' | 'stopped' | 'malformed' | 'empty' | 'cut';

/**
 * Asking again may help: the model stumbled, nothing was refused. An end that has a name is an end, known to us or not:
 * the call was paid for, and the next would end likewise.
 */
export const isWorthAsking = (verdict: Verdict | undefined): verdict is 'malformed' | 'empty' =>
  verdict === 'malformed' || verdict === 'empty';

const MALFORMED = new Set(['MALFORMED_FUNCTION_CALL', 'MALFORMED_RESPONSE', 'UNEXPECTED_TOOL_CALL']);

export interface Listener {
  hear(events: readonly GenerateContentResponse[]): void;
  /** Something that the client may see was said: words, thoughts, a picture, a call. */
  readonly hasContent: boolean;
  /** @param streamed whether every candidate must have said how it ended. */
  verdict(streamed: boolean): Verdict;
}

interface Heard {
  spoke: boolean;
  reason: string | undefined;
}

export function createListener(): Listener {
  const candidates = new Map<number, Heard>();
  let blocked = false;
  let hasContent = false;

  const hear = ({ index = 0, content, finishReason }: Candidate) => {
    const heard = candidates.get(index) ?? { spoke: false, reason: undefined };
    candidates.set(index, heard);
    heard.reason = finishReason || heard.reason;
    for (const part of content?.parts ?? []) {
      if (!saysSomething(part)) continue;
      hasContent = true;
      if (!part.thought) heard.spoke = true;
    }
  };

  return {
    hear(events) {
      for (const event of events) {
        if (blockReasonOf(event) !== undefined) blocked = true;
        event.candidates?.forEach(hear);
      }
    },
    get hasContent() {
      return hasContent;
    },
    verdict(streamed) {
      if (blocked) return hasContent ? 'filtered' : 'blocked';
      const verdicts = new Set([...candidates.values()].map((heard) => verdictOn(heard, streamed)));
      // Of several candidates one that breaks off spoils the stream; else the best of them stands for all.
      return ORDER.find((one) => verdicts.has(one)) ?? 'empty';
    },
  };
}

const ORDER = ['cut', 'good', 'filtered', 'limit', 'stopped', 'malformed'] as const;

function verdictOn({ spoke, reason }: Heard, streamed: boolean): Verdict {
  if (reason === undefined) return !spoke ? 'empty' : streamed ? 'cut' : 'good';
  if (MALFORMED.has(reason)) return 'malformed';
  if (isFiltered(reason)) return 'filtered';
  if (spoke) return 'good';
  if (isBudgetSpent(reason)) return 'limit';
  return isOrdinaryEnd(reason) ? 'empty' : 'stopped';
}

/** Pictures and sounds are answers too, not only words (a text that is empty, or a bare signature, is none). */
const saysSomething = (part: Part): boolean =>
  Boolean(part.text) ||
  part.functionCall !== undefined ||
  part.inlineData !== undefined ||
  part.fileData !== undefined ||
  part.executableCode !== undefined ||
  part.codeExecutionResult !== undefined;
