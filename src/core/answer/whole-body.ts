/** The body of an answer in one piece: parsed, or passed on as Google wrote it. */
import { networkFailure } from '../gemini/failure.ts';
import { isAnswer } from '../gemini/is-answer.ts';
import { leasedBody } from '../gemini/leased-body.ts';
import { usageOf } from '../gemini/usage-tap.ts';
import type { GenerateContentResponse } from '../gemini/wire.ts';
import { readAhead } from '../http/read-ahead.ts';
import { type Failure, type Lease, UpstreamFailure } from '../pool/types.ts';
import { errorOf } from '../pool/unanswered.ts';
import type { FetchResponse } from '../ports.ts';
import { type Events, eventsOf, type ModelCall, type Raw } from './question.ts';

/** An answer of more bytes is not held: it says something, for nothing but pictures and sound is so large. */
const HELD = 1024 * 1024;

/** Google said 200 and sent something else than its JSON. */
export const brokenAnswer: Failure = {
  cause: 'server-error',
  scope: 'upstream',
  status: 200,
  code: 'INTERNAL',
  message: 'the answer was not JSON',
  quotas: [],
};

/** @throws {UpstreamFailure} for a body that broke off or is not JSON; the signal's reason when it aborts. */
export async function readAnswer<T>(response: FetchResponse, signal: AbortSignal): Promise<T> {
  try {
    return answerIn(await response.json()) as T;
  } catch (error) {
    signal.throwIfAborted();
    throw new UpstreamFailure(failureOf(error), { cause: error });
  }
}

export interface RawAnswer {
  readonly raw: Raw;
  readonly events: Events;
  /** All of them, where the answer was held. */
  readonly complete?: readonly GenerateContentResponse[];
}

/**
 * The answer twice, as bytes and as events. Ends the lease, for a large answer once that is read or its call aborted.
 * @throws {UpstreamFailure} like `readAnswer`, but for what comes behind the beginning of a large answer.
 */
export async function readRaw(
  { body }: FetchResponse,
  lease: Lease,
  { signal, model }: Pick<ModelCall, 'signal' | 'model'>,
): Promise<RawAnswer> {
  if (body === null) throw new UpstreamFailure(brokenAnswer);
  try {
    const ahead = await readAhead(body, HELD);
    if ('whole' in ahead) {
      const answer = answerIn(JSON.parse(new TextDecoder().decode(ahead.whole)));
      lease.settle(usageOf(answer.usageMetadata));
      return { raw: ahead.whole, events: eventsOf([answer]), complete: [answer] };
    }
    const raw = leasedBody(ahead.stream, lease, signal);
    // A loser of a race is read by nobody, and its lease would stay out.
    const onAbort = () => void (raw.locked || raw.cancel().catch(() => undefined));
    signal.addEventListener('abort', onAbort, { once: true });
    return { raw, events: parsed(raw, model) };
  } catch (error) {
    signal.throwIfAborted();
    throw new UpstreamFailure(failureOf(error), { cause: error });
  }
}

/** For whoever needs a large answer parsed after all. */
async function* parsed(raw: ReadableStream<Uint8Array<ArrayBuffer>>, model: string) {
  try {
    yield [answerIn(await new Response(raw).json())];
  } catch (error) {
    throw errorOf(failureOf(error), model, []);
  }
}

/** @throws {SyntaxError} for JSON that is none of Google's answers, as for what is no JSON. */
function answerIn(value: unknown): GenerateContentResponse {
  if (!isAnswer(value)) throw new SyntaxError('none of Google’s answers');
  return value;
}

const failureOf = (error: unknown): Failure => (error instanceof SyntaxError ? brokenAnswer : networkFailure(error));
