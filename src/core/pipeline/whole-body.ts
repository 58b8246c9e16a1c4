/** The body of an answer in one piece: parsed, or passed on as Google wrote it. */
import { networkFailure } from '../google/failure/failure.ts';
import { collect } from '../google/stream/collect.ts';
import { isAnswer } from '../google/stream/is-answer.ts';
import { type BodyContext, parseBody, readText, unreadable } from '../google/stream/read-body.ts';
import { usageOf } from '../google/stream/usage-tap.ts';
import type { GenerateContentResponse } from '../google/wire.ts';
import { errorOf } from '../pool/pool-error.ts';
import { type Lease, UpstreamFailure } from '../pool/types.ts';
import type { FetchResponse } from '../ports.ts';
import type { Bytes } from '../utils/bytes.ts';
import { readAhead } from '../utils/streams/read-ahead.ts';
import { fromPieces, fromPulls, type Source } from '../utils/streams/source.ts';
import { piecesOf, toWebStream } from '../utils/streams/web-stream.ts';
import type { Batches, Raw } from './call.ts';
import { leasedBody } from './leased-body.ts';
import { type Batch, createOutcomeObserver } from './outcome.ts';

/** An answer of more bytes is not held: it says something, for nothing but pictures and sound is so large. */
const HELD = 1024 * 1024;

/**
 * @throws {UpstreamFailure} for a body that broke off, is none of Google's answers, or holds an error; the signal's reason
 * when it aborts.
 */
export async function readAnswer<T>(response: FetchResponse, lease: Lease, call: BodyContext): Promise<T> {
  return answerIn(await readText(response, call.ending), lease, call).answer as T;
}

export interface RawAnswer {
  readonly raw: Raw;
  /** All of it, where the answer was held; undefined: it is read from `batches`, or from `raw`. */
  readonly events: readonly GenerateContentResponse[] | undefined;
  readonly batches: Batches;
}

/**
 * The answer twice, as bytes and as events. Ends the lease, for a large answer once that is read or its call ended.
 * @throws {UpstreamFailure} like `readAnswer`, but for what comes behind the beginning of a large answer.
 */
export async function readRaw(response: FetchResponse, lease: Lease, call: BodyContext): Promise<RawAnswer> {
  const { ending } = call;
  const body = piecesOf(response);
  if (body === undefined) throw unreadable('', lease, call);
  let isRead = false;
  const onTaken = () => {
    isRead = true;
  };
  const ahead = await readAhead(body, HELD, { onTaken }).catch((error: unknown) => {
    ending.throwIfEnded();
    throw new UpstreamFailure(networkFailure(error), { cause: error });
  });
  if ('whole' in ahead) {
    const { answer, asWritten } = answerIn(new TextDecoder().decode(ahead.whole), lease, call);
    lease.settle(usageOf(answer.usageMetadata));
    // What had to be mended would be none to the client either.
    const raw = asWritten ? ahead.whole : new TextEncoder().encode(JSON.stringify(answer));
    return { raw, events: [answer], batches: fromPieces<Batch>([]) };
  }
  const raw = leasedBody(ahead.rest, lease, ending);
  const leave = (reason: unknown) => {
    if (!isRead) raw.cancel(reason);
  };
  // A loser of a hedge is read by nobody, and its lease would stay out.
  ending.onEnd(leave);
  return { raw, events: undefined, batches: parsed(raw, leave, lease, call) };
}

/** For whoever needs a large answer parsed after all. */
function parsed(raw: Source<Bytes>, leave: (reason: unknown) => void, lease: Lease, call: BodyContext): Batches {
  let isAsked = false;
  return fromPulls(async () => {
    if (isAsked) return undefined;
    isAsked = true;
    try {
      const text = await readText(new Response(toWebStream(raw)), call.ending);
      return createOutcomeObserver().observe([answerIn(text, lease, call).answer]);
    } catch (error) {
      throw errorOf(networkFailure(error), call.model, []);
    }
  }, leave);
}

/**
 * @returns the answer, and whether the text is that answer for a client that knows nothing of a mirror's ways.
 * @throws {UpstreamFailure} for what is no answer.
 */
function answerIn(text: string, lease: Lease, call: BodyContext) {
  const { value, isJson } = parseBody(text, lease, call);
  if (isAnswer(value)) return { answer: value, asWritten: isJson };
  // A stream in place of the answer, or one answer in the brackets of a stream.
  if (Array.isArray(value) && value.length > 0 && value.every(isAnswer)) {
    return { answer: collect(value), asWritten: false };
  }
  throw unreadable(text, lease, call);
}
