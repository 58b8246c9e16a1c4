/** What the layers of the engine hand to each other: a question, and its answer as events. */

import type { CredentialKind } from '../../contract/keys.ts';
import type { AttemptRecord } from '../../contract/log.ts';
import type { RequestContext } from '../context.ts';
import type { GenerateContentResponse } from '../google/wire.ts';
import type { Ending } from '../utils/ending.ts';
import type { Lifted } from '../utils/json/detached-payloads.ts';
import type { Verdict } from './outcome.ts';

/** The answer in the order in which it came; each item holds what came together. */
export type Events = AsyncIterable<readonly GenerateContentResponse[]>;

/** One call to a model. */
export interface ModelCall {
  /** Upstream model id without `models/`. */
  readonly model: string;
  /** The request as JSON text, serialised once for all attempts. */
  readonly body: string;
  /** What the marks in the body stand for. */
  readonly lifted?: Lifted;
  /** Whoever gives up an answer aborts this, and with it the upstream call. */
  readonly signal: AbortSignal;
  /** `Caller.id` of who asks, for the statistics. */
  readonly callerId?: string;
  readonly conversation?: string;
  /** Only this credential may answer: it owns what the request names. */
  readonly pinnedTo?: string;
  /** Only credentials of these kinds may answer. */
  readonly kinds?: readonly CredentialKind[];
  /** Ids of the keys that are busy with the same question: others are to answer. */
  readonly avoid?: ReadonlySet<string>;
  readonly progress?: Progress;
}

/** What is told of a call before it is answered. */
export interface Progress {
  /** A key is being asked. */
  onAttempt?(credentialId: string): void;
  /** Google has begun to answer with status 200. It may still fail, and another key begin. */
  onFirstByte?(): void;
  /** A key failed. */
  onFailure?(): void;
}

/**
 * `whole`: asked for without a stream. `buffered`: read as a stream and handed on once it is complete, so that a failure
 * in its middle is nobody's. `live`: handed on as it comes.
 */
export type Mode = 'whole' | 'buffered' | 'live';

export interface Question extends ModelCall {
  readonly mode: Mode;
  /** Who asks. No answer is ever shared between two clients. */
  readonly client: string;
  /** The request as the client meant it, where the body holds something random. */
  readonly meaning?: string;
  /** Which of the answers to one request this is to be: they must differ. */
  readonly copy?: number;
  /** Wants an answer of its own, whatever others are asking. */
  readonly fresh?: boolean;
  /** Wants the answer as Google wrote it, too; only for mode `whole`. */
  readonly raw?: boolean;
  /**
   * `error`: a blocked prompt, or an end that Google names before anything was said, is an error. Where absent they are
   * answers like any other, which clients of Google's own dialect know how to read.
   */
  readonly refusals?: 'error';
  /** The same request for another model; where absent, the body is the same. */
  readonly bodyFor?: (model: string) => Promise<string>;
}

export interface Answered {
  /**
   * Throw a `ProxyError` after what was said when the answer is not whole: it broke, was cut off, or turned out to say
   * nothing.
   */
  readonly events: Events;
  /**
   * The same as `events`, as Google wrote it, where the question wanted that and one call alone gave the answer. What is
   * too large to be held is a stream; then only one of the two can be read.
   */
  readonly raw?: Raw | undefined;
  /** How the answer ended, where that is known before the events are read. */
  readonly verdict?: Verdict;
  /** The model that answered. */
  readonly model: string;
  readonly attempts: readonly AttemptRecord[];
  readonly fromCache: boolean;
}

/** The JSON of a whole answer. */
export type Raw = Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array<ArrayBuffer>>;

/** @throws {ProxyError} when there is no answer. */
export type Ask = (question: Question) => Promise<Answered>;

/** A call of this request's caller. @param ending of the call: it may end before its request */
export const callOf = (
  { caller, kinds }: Pick<RequestContext, 'caller' | 'kinds'>,
  model: string,
  body: string,
  ending: Ending,
): ModelCall => ({ model, body, signal: ending.signal, callerId: caller.id, ...(kinds && { kinds }) });

/** What makes two requests the same. */
export const meaningOf = ({ meaning, body }: Question): string => meaning ?? body;

/** An answer that is already there. */
export async function* eventsOf(events: readonly GenerateContentResponse[]): AsyncGenerator<typeof events, void> {
  yield events;
}
