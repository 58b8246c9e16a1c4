/** One call to a model over the pool: whole, read as a stream to its end, or handed on as it comes. */

import type { CredentialKind } from '../../contract/keys.ts';
import type { Upstream } from '../google/client.ts';
import { kindsServing } from '../google/endpoints/endpoints.ts';
import { unreadableFailure } from '../google/failure/failure.ts';
import { readEvents } from '../google/stream/sse.ts';
import { usageOf } from '../google/stream/usage-tap.ts';
import type { GenerateContentResponse, UsageMetadata } from '../google/wire.ts';
import type { Pool } from '../pool/pool.ts';
import { type JobResult, type Lease, UpstreamFailure } from '../pool/types.ts';
import { readerOf } from '../utils/streams/body-reader.ts';
import { type Events, eventsOf, type ModelCall } from './call.ts';
import { leasedEvents, streamFailure } from './leased-events.ts';
import { createListener } from './outcome.ts';
import { type RawAnswer, readAnswer, readRaw } from './whole-body.ts';

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
   * `generateContent`, whose answer is given as Google wrote it, too. A large one is not held: no other key takes over
   * behind its beginning.
   * @throws {ProxyError} when no key could answer.
   */
  raw(call: ModelCall): Promise<JobResult<RawAnswer>>;
  /**
   * Reads a streamed answer to its end. Another key takes over wherever it breaks; a stream that ends in order is taken
   * as it is.
   * @throws {ProxyError} when no key could answer.
   */
  buffered(call: ModelCall): Promise<JobResult<readonly GenerateContentResponse[]>>;
  /**
   * Resolves once there is content, or the end: until then another key may take over unseen. The events throw a
   * `ProxyError` when the stream breaks, and end the upstream call when they are abandoned.
   * @throws {ProxyError} when no key could answer.
   */
  stream(call: ModelCall): Promise<JobResult<Stream>>;
}

export interface Stream {
  readonly events: Events;
  /** All of them, where the answer was over before it said anything. */
  readonly complete?: readonly GenerateContentResponse[];
}

export function createGenerator(deps: { pool: Pool; upstream: Upstream }): Generator {
  const { pool, upstream } = deps;

  /** Runs the attempt with key after key, telling of each. */
  const job = <T>(call: ModelCall, attempt: (lease: Lease) => Promise<T>, serving?: readonly CredentialKind[]) => {
    const kinds = common(serving, call.kinds);
    const { model, signal, callerId, conversation, pinnedTo, avoid, progress } = call;
    return pool.run({
      model,
      signal,
      ...(callerId === undefined ? {} : { callerId }),
      ...(conversation === undefined ? {} : { conversation }),
      ...(pinnedTo === undefined ? {} : { pinnedTo }),
      ...(avoid === undefined ? {} : { avoid }),
      ...(kinds === undefined ? {} : { kinds }),
      async attempt(lease) {
        progress?.onAttempt?.(lease.credential.id);
        try {
          return await attempt(lease);
        } catch (error) {
          if (error instanceof UpstreamFailure) progress?.onFailure?.();
          throw error;
        }
      },
    });
  };

  const ask = ({ model, body, lifted, signal }: ModelCall, lease: Lease, method: string) =>
    upstream.call(lease.credential, {
      path: `/v1beta/models/${encodeURIComponent(model)}:${method}`,
      body,
      ...(lifted === undefined ? {} : { lifted }),
      signal,
      model,
    });

  const open = async (call: ModelCall, lease: Lease) => {
    const response = await ask(call, lease, 'streamGenerateContent?alt=sse');
    const reader = readerOf(response);
    if (reader === undefined) throw new UpstreamFailure(unreadableFailure(''));
    return readEvents(reader);
  };

  return {
    whole: <T extends WholeAnswer>(method: string, call: ModelCall) =>
      job(
        call,
        async (lease) => {
          const response = await ask(call, lease, method);
          call.progress?.onFirstByte?.();
          const answer = await readAnswer<T>(response, lease, call);
          lease.settle(usageOf(answer.usageMetadata));
          return answer;
        },
        kindsServing(method),
      ),

    raw: (call) =>
      job(
        call,
        async (lease) => {
          const response = await ask(call, lease, 'generateContent');
          call.progress?.onFirstByte?.();
          return readRaw(response, lease, call);
        },
        kindsServing('generateContent'),
      ),

    buffered: (call) =>
      job(call, async (lease) => {
        const batches = await open(call, lease);
        const events: GenerateContentResponse[] = [];
        for (let batch = await next(batches, call, lease); !batch.done; batch = await next(batches, call, lease)) {
          if (events.length === 0) call.progress?.onFirstByte?.();
          events.push(...batch.value);
        }
        lease.settle(usageIn(events));
        return events;
      }),

    stream: (call) =>
      job(call, async (lease) => {
        const batches = await open(call, lease);
        const listener = createListener();
        const first: GenerateContentResponse[] = [];
        while (!listener.hasContent) {
          const batch = await next(batches, call, lease);
          if (batch.done) {
            lease.settle(usageIn(first));
            return { events: eventsOf(first), complete: first };
          }
          if (first.length === 0) call.progress?.onFirstByte?.();
          first.push(...batch.value);
          listener.hear(batch.value);
        }
        return { events: leasedEvents(first, batches, lease, call) };
      }),
  };
}

/** The kinds in both lists; undefined is a list of all. */
const common = (one: ModelCall['kinds'], other: ModelCall['kinds']): ModelCall['kinds'] =>
  one === undefined || other === undefined ? (one ?? other) : one.filter((kind) => other.includes(kind));

/** @throws {UpstreamFailure} when the stream broke: the next key may do better. */
async function next(
  batches: AsyncIterator<readonly GenerateContentResponse[]>,
  { signal, model }: ModelCall,
  lease: Lease,
): Promise<IteratorResult<readonly GenerateContentResponse[]>> {
  try {
    return await batches.next();
  } catch (error) {
    signal.throwIfAborted();
    throw new UpstreamFailure(streamFailure(error, model, lease), { cause: error });
  }
}

const usageIn = (events: readonly GenerateContentResponse[]) =>
  usageOf(events.findLast((event) => event.usageMetadata)?.usageMetadata);
