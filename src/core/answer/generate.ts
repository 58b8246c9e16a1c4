/** One call to a model over the pool, whole or streamed. What counts as answered is decided here. */

import type { Upstream } from '../gemini/client.ts';
import { networkFailure, readFailure } from '../gemini/failure.ts';
import { readEvents, UpstreamErrorEvent } from '../gemini/sse.ts';
import { usageOf } from '../gemini/usage-tap.ts';
import type { GenerateContentResponse, UsageMetadata } from '../gemini/wire.ts';
import type { Pool } from '../pool/pool.ts';
import { type Failure, type JobResult, type Lease, UpstreamFailure } from '../pool/types.ts';
import { errorOf } from '../pool/unanswered.ts';

export interface ModelCall {
  /** Upstream model id without `models/`. */
  readonly model: string;
  /** The request as JSON text, serialised once for all attempts. */
  readonly body: string;
  readonly signal: AbortSignal;
  readonly conversation?: string;
}

export type Events = AsyncIterable<readonly GenerateContentResponse[]>;

/** What every whole answer has in common, whichever method gave it. */
export interface WholeAnswer {
  usageMetadata?: UsageMetadata;
}

export interface Generator {
  /**
   * Calls a method that answers with one JSON object, such as `generateContent` or `batchEmbedContents`.
   * @throws {ProxyError} when no key could answer.
   */
  whole<T extends WholeAnswer>(method: string, call: ModelCall): Promise<JobResult<T>>;
  /**
   * Resolves once the first events are there: until then another key may take over unseen. The events throw a
   * `ProxyError` when the stream breaks, and end the upstream call when they are abandoned.
   * @throws {ProxyError} when no key could answer.
   */
  stream(call: ModelCall): Promise<JobResult<Events>>;
}

export function createGenerator(deps: { pool: Pool; upstream: Upstream }): Generator {
  const { pool, upstream } = deps;
  const job = <T>(call: ModelCall, attempt: (lease: Lease) => Promise<T>) =>
    pool.run({
      model: call.model,
      signal: call.signal,
      attempt,
      ...(call.conversation === undefined ? {} : { conversation: call.conversation }),
    });
  const ask = (call: ModelCall, lease: Lease, method: string) =>
    upstream.call(lease.credential, {
      path: `/v1beta/models/${encodeURIComponent(call.model)}:${method}`,
      body: call.body,
      signal: call.signal,
      model: call.model,
    });

  return {
    whole: <T extends WholeAnswer>(method: string, call: ModelCall) =>
      job(call, async (lease) => {
        const response = await ask(call, lease, method);
        const answer = await readAnswer<T>(response, call.signal);
        lease.settle(usageOf(answer.usageMetadata));
        return answer;
      }),

    stream: (call) =>
      job(call, async (lease) => {
        const response = await ask(call, lease, 'streamGenerateContent?alt=sse');
        const iterator = readEvents(bodyOf(response))[Symbol.asyncIterator]();
        const first = await iterator.next().catch((error: unknown) => {
          call.signal.throwIfAborted();
          throw new UpstreamFailure(streamFailure(error, call.model, lease), { cause: error });
        });
        if (first.done) throw new UpstreamFailure(emptyAnswer);
        return leased(first.value, iterator, lease, call);
      }),
  };
}

async function readAnswer<T>(response: Response, signal: AbortSignal): Promise<T> {
  try {
    return (await response.json()) as T;
  } catch (error) {
    signal.throwIfAborted();
    const failure = error instanceof SyntaxError ? brokenAnswer : networkFailure(error);
    throw new UpstreamFailure(failure, { cause: error });
  }
}

/**
 * Binds the lease to the stream: it ends with the stream's end, its failure, or the reader's leaving. Written out instead
 * of as a generator because a generator that was never started runs no `finally`, and the lease would stay out for ever.
 */
function leased(
  first: readonly GenerateContentResponse[],
  rest: AsyncIterator<readonly GenerateContentResponse[]>,
  lease: Lease,
  call: ModelCall,
): Events {
  let usage: GenerateContentResponse['usageMetadata'];
  let ahead: readonly GenerateContentResponse[] | undefined = first;
  const take = async () => {
    const events = ahead;
    ahead = undefined;
    return events ? { done: false as const, value: events } : rest.next();
  };
  const iterator: AsyncIterator<readonly GenerateContentResponse[]> = {
    async next() {
      try {
        const result = await take();
        if (result.done) lease.settle(usageOf(usage));
        else usage = result.value.findLast((event) => event.usageMetadata)?.usageMetadata ?? usage;
        return result;
      } catch (error) {
        if (call.signal.aborted) {
          lease.release();
          throw call.signal.reason;
        }
        const failure = streamFailure(error, call.model, lease);
        lease.fail(failure);
        throw errorOf(failure, call.model, []);
      }
    },
    async return() {
      lease.release();
      await rest.return?.();
      return { done: true, value: undefined };
    },
  };
  return { [Symbol.asyncIterator]: () => iterator };
}

function streamFailure(error: unknown, model: string, lease: Lease): Failure {
  if (!(error instanceof UpstreamErrorEvent)) return networkFailure(error);
  return readFailure(error.envelope.error.code ?? 500, error.envelope, undefined, {
    secret: lease.credential.secret,
    model,
  });
}

function bodyOf(response: Response): ReadableStream<Uint8Array> {
  if (response.body === null) throw new UpstreamFailure(emptyAnswer);
  return response.body;
}

const serverError = (message: string): Failure => ({
  cause: 'server-error',
  scope: 'upstream',
  status: 200,
  code: 'INTERNAL',
  message,
  quotas: [],
});
const emptyAnswer = serverError('the answer had no content at all');
const brokenAnswer = serverError('the answer was not JSON');
