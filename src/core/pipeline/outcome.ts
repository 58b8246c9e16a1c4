/** What an answer says and how it ends, observed once, as its events come from Google. Pure. */
import { ProxyError } from '../errors.ts';
import { blockReasonOf, isBudgetSpent, isFiltered, isOrdinaryEnd } from '../google/finish-reason.ts';
import type { Candidate, GenerateContentResponse, Part, UsageMetadata } from '../google/wire.ts';
import { map } from '../utils/streams/map.ts';
import { fromPieces, type Source } from '../utils/streams/source.ts';
import { noAnswer } from './no-answer.ts';

/**
 * `blocked`: Google did not take the prompt. `filtered`: a filter stopped the answer, with what was said so far. `limit`:
 * the token limit was used up by thinking. `stopped`: Google ended it for another reason that it names, and nothing was
 * said. `malformed`: the model wrote a call that cannot be read. `empty`: it said nothing. `cut`: it broke off.
 */
export type Outcome = 'good' | 'blocked' | 'filtered' | 'limit' | 'stopped' | 'malformed' | 'empty' | 'cut';

/** What came together, with what was seen in it. */
export interface Batch {
  readonly events: readonly GenerateContentResponse[];
  /** Google's count so far, where one of these events holds one. */
  readonly usage: UsageMetadata | undefined;
  /** A function call among them is signed. */
  readonly isSigned: boolean;
}

/**
 * Asking again may help: the model stumbled, nothing was refused. An end that has a name is an end, known to us or not:
 * the call was paid for, and the next would end likewise.
 */
export const isWorthAsking = (outcome: Outcome | undefined): outcome is 'malformed' | 'empty' =>
  outcome === 'malformed' || outcome === 'empty';

const MALFORMED = new Set(['MALFORMED_FUNCTION_CALL', 'MALFORMED_RESPONSE', 'UNEXPECTED_TOOL_CALL']);

export interface OutcomeObserver {
  observe(events: readonly GenerateContentResponse[]): Batch;
  /** Something that the client may see was said: words, thoughts, a picture, a call. */
  readonly hasContent: boolean;
  /** Of the last event that had one: Google counts what was used so far. */
  readonly usage: UsageMetadata | undefined;
  /** @param streamed whether every candidate must have said how it ended. */
  outcome(streamed: boolean): Outcome;
}

interface Seen {
  spoke: boolean;
  reason: string | undefined;
}

export function createOutcomeObserver(): OutcomeObserver {
  const candidates = new Map<number, Seen>();
  let usage: UsageMetadata | undefined;
  let blocked = false;
  let hasContent = false;
  let isSigned = false;

  const see = ({ index = 0, content, finishReason }: Candidate) => {
    const seen = candidates.get(index) ?? { spoke: false, reason: undefined };
    candidates.set(index, seen);
    seen.reason = finishReason || seen.reason;
    for (const part of content?.parts ?? []) {
      if (part.functionCall !== undefined && part.thoughtSignature) isSigned = true;
      if (!saysSomething(part)) continue;
      hasContent = true;
      if (!part.thought) seen.spoke = true;
    }
  };

  return {
    observe(events) {
      let counted: UsageMetadata | undefined;
      isSigned = false;
      for (const event of events) {
        if (event.usageMetadata) counted = event.usageMetadata;
        if (blockReasonOf(event) !== undefined) blocked = true;
        event.candidates?.forEach(see);
      }
      usage = counted ?? usage;
      return { events, usage: counted, isSigned };
    },
    get hasContent() {
      return hasContent;
    },
    get usage() {
      return usage;
    },
    outcome(streamed) {
      if (blocked) return hasContent ? 'filtered' : 'blocked';
      const outcomes = new Set([...candidates.values()].map((seen) => outcomeOf(seen, streamed)));
      // Of several candidates one that breaks off spoils the stream; else the best of them stands for all.
      return ORDER.find((one) => outcomes.has(one)) ?? 'empty';
    },
  };
}

/** @throws {ProxyError} for an answer that has been read to its end and is no whole one. */
export function requireWhole(outcome: Outcome): void {
  if (outcome === 'cut') throw new ProxyError('answer_truncated');
  if (isWorthAsking(outcome)) throw noAnswer(outcome, 1, []);
}

/** An answer that is there already, and a `ProxyError` after it where it turned out to be no whole one. */
export const batchesOf = (complete: Batch, outcome: Outcome): Source<Batch> =>
  map(fromPieces([complete]), {
    each: (batch) => batch,
    end() {
      requireWhole(outcome);
      return undefined;
    },
  });

const ORDER = ['cut', 'good', 'filtered', 'limit', 'stopped', 'malformed'] as const;

function outcomeOf({ spoke, reason }: Seen, streamed: boolean): Outcome {
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
