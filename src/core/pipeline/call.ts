/** What the interceptors of the pipeline hand to each other: a call, and its result. */

import type { CredentialKind } from '../../contract/keys.ts';
import type { AttemptRecord } from '../../contract/log.ts';
import type { RequestContext } from '../context.ts';
import type { GenerateContentResponse } from '../google/wire.ts';
import type { JobProgress } from '../pool/types.ts';
import type { Bytes } from '../utils/bytes.ts';
import type { Ending } from '../utils/ending.ts';
import type { Detached } from '../utils/json/detached-payloads.ts';
import { readAll } from '../utils/streams/read-all.ts';
import type { Source } from '../utils/streams/source.ts';
import { type Batch, type Outcome, requireWhole } from './outcome.ts';

/** One call to a model. */
export interface ModelCall {
  /** Upstream model id without `models/`. */
  readonly model: string;
  /** The request as JSON text, serialised once for all attempts. */
  readonly body: string;
  /** What the marks in the body stand for. */
  readonly detached?: Detached | undefined;
  /** Whoever gives up an answer ends this, and with it the upstream call. */
  readonly ending: Ending;
  /** `Caller.id` of who asks, for the statistics. */
  readonly callerId?: string | undefined;
  readonly conversation?: string | undefined;
  /** Only this credential may answer: it owns what the request names. */
  readonly pinnedTo?: string | undefined;
  /** Only credentials of these kinds may answer. */
  readonly kinds?: readonly CredentialKind[] | undefined;
  /** Ids of the keys that are busy with the same call: others are to answer. */
  readonly avoid?: ReadonlySet<string> | undefined;
  readonly progress?: Progress | undefined;
}

/** What is told of a call before it is answered. */
export interface Progress extends JobProgress {
  /** Google has begun to answer with status 200. It may still fail, and another key begin. */
  onFirstByte?(): void;
}

/**
 * `whole`: asked for without a stream. `buffered`: read as a stream and handed on once it is complete, so that a failure
 * in its middle is nobody's. `live`: handed on as it comes.
 */
export type Mode = 'whole' | 'buffered' | 'live';

export interface GenerateCall extends ModelCall {
  readonly mode: Mode;
  /** Who asks. No answer is ever shared between two clients. */
  readonly client: string;
  /** The request as the client meant it, where the body holds something random. */
  readonly meaning?: string | undefined;
  /** Which of the answers to one request this is to be: they must differ. */
  readonly copy?: number | undefined;
  /** `Cache-Control: no-cache`: wants an answer of its own, whatever others are asking. */
  readonly noCache?: boolean | undefined;
  /** Wants the answer as Google wrote it, too; only for mode `whole`. */
  readonly raw?: boolean | undefined;
  /**
   * `error`: a blocked prompt, or an end that Google names before anything was said, is an error. Where absent they are
   * answers like any other, which clients of Google's own dialect know how to read.
   */
  readonly refusals?: 'error' | undefined;
  /** The same request for another model; where absent, the body is the same. */
  readonly bodyFor?: ((model: string) => Promise<string>) | undefined;
}

/**
 * The answer in the order in which it came. Fails with a `ProxyError` after what was said when it is not whole: it broke,
 * was cut off, or turned out to say nothing.
 */
export type Batches = Source<Batch>;

export interface GenerateResult {
  readonly batches: Batches;
  /** All of it, where the answer was over before it was handed on; then `batches` gives this and no more. */
  readonly complete?: Batch | undefined;
  /**
   * The same as Google wrote it, where the call wanted that and one attempt alone gave the answer. What is too large to be
   * held is a stream; then only one of the two can be read.
   */
  readonly raw?: Raw | undefined;
  /** How the answer ended, where it is complete. */
  readonly outcome?: Outcome | undefined;
  /** The model that answered. */
  readonly model: string;
  readonly attempts: readonly AttemptRecord[];
  readonly fromCache: boolean;
}

/** The JSON of a whole answer. */
export type Raw = Bytes | Source<Bytes>;

/** What is read once, and by one. */
export const isStreamed = (raw: Raw | undefined): raw is Source<Bytes> => raw !== undefined && 'next' in raw;

/** @throws {ProxyError} when there is no answer. */
export type GenerateHandler = (call: GenerateCall) => Promise<GenerateResult>;

/** What happens around a call, where it has something to do for it: a call passes no other. */
export interface Interceptor {
  /** Asked once for each call of a client, before any interceptor has seen it. */
  applies(call: GenerateCall): boolean;
  around(next: GenerateHandler): GenerateHandler;
}

/** A call of this request's caller. @param ending of the call: it may end before its request */
export const callOf = (
  { caller, kinds }: Pick<RequestContext, 'caller' | 'kinds'>,
  model: string,
  body: string,
  ending: Ending,
): ModelCall => ({ model, body, ending, callerId: caller.id, kinds });

/** What makes two calls the same. */
export const meaningOf = ({ meaning, body }: GenerateCall): string => meaning ?? body;

/** The whole of an answer. @throws {ProxyError} where it is not whole. */
export async function readEvents({
  batches,
  complete,
  outcome,
}: Pick<GenerateResult, 'batches' | 'complete' | 'outcome'>): Promise<readonly GenerateContentResponse[]> {
  if (complete !== undefined && outcome !== undefined) {
    requireWhole(outcome);
    return complete.events;
  }
  const all: GenerateContentResponse[] = [];
  await readAll(batches, ({ events }) => {
    all.push(...events);
  });
  return all;
}
