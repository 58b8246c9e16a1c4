/** One call to a model over the pool: whole, read as a stream to its end, or handed on as it comes. */
import type { CredentialKind } from '../../contract/keys.ts';
import type { Upstream, UpstreamRequest } from '../google/client.ts';
import { kindsServing } from '../google/endpoints/endpoints.ts';
import { unreadableFailure } from '../google/failure/failure.ts';
import { readEventStream } from '../google/stream/sse.ts';
import { usageOf } from '../google/stream/usage-tap.ts';
import type { GenerateContentResponse, UsageMetadata } from '../google/wire.ts';
import type { Pool } from '../pool/pool.ts';
import { type Job, type JobResult, type Lease, UpstreamFailure } from '../pool/types.ts';
import type { Source } from '../utils/streams/source.ts';
import { piecesOf } from '../utils/streams/web-stream.ts';
import type { Batches, ModelCall } from './call.ts';
import { leasedBatches, streamFailure } from './leased-batches.ts';
import { type Batch, createOutcomeObserver, type Outcome } from './outcome.ts';
import { type RawAnswer, readAnswer, readRaw } from './whole-body.ts';

/** What every whole answer has in common, whichever method gave it. */
export interface WholeAnswer {
  usageMetadata?: UsageMetadata;
}

export interface ModelClient {
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
  buffered(call: ModelCall): Promise<JobResult<CompleteStream>>;
  /**
   * Resolves once there is content, or the end: until then another key may take over unseen. The batches fail with a
   * `ProxyError` when the stream breaks, and end the upstream call when they are abandoned.
   * @throws {ProxyError} when no key could answer.
   */
  stream(call: ModelCall): Promise<JobResult<CompleteStream | { readonly batches: Batches }>>;
}

/** An answer that was over before it was handed on. */
export interface CompleteStream {
  readonly complete: Batch;
  readonly outcome: Outcome;
}

type Events = Source<readonly GenerateContentResponse[]>;

export function createModelClient(deps: {
  readonly pool: Pick<Pool, 'run'>;
  readonly upstream: Upstream;
}): ModelClient {
  const { pool, upstream } = deps;

  const ask = (call: ModelCall, lease: Lease, method: string) =>
    upstream.call(lease.credential, requestOf(call, method));

  const open = async (call: ModelCall, lease: Lease): Promise<Events> => {
    const response = await upstream.call(lease.credential, requestOf(call, 'streamGenerateContent?alt=sse'));
    const body = piecesOf(response);
    if (body === undefined) throw new UpstreamFailure(unreadableFailure(''));
    return readEventStream(body);
  };

  return {
    whole: <T extends WholeAnswer>(method: string, call: ModelCall) =>
      pool.run(
        jobOf(
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
      ),

    raw: (call) =>
      pool.run(
        jobOf(
          call,
          async (lease) => {
            const response = await ask(call, lease, 'generateContent');
            call.progress?.onFirstByte?.();
            return readRaw(response, lease, call);
          },
          kindsServing('generateContent'),
        ),
      ),

    buffered: (call) =>
      pool.run(
        jobOf(call, async (lease) => {
          const source = await open(call, lease);
          const events: GenerateContentResponse[] = [];
          for (
            let batch = await next(source, call, lease);
            batch !== undefined;
            batch = await next(source, call, lease)
          ) {
            if (events.length === 0) call.progress?.onFirstByte?.();
            events.push(...batch);
          }
          return completed(events, lease);
        }),
      ),

    stream: (call) =>
      pool.run(
        jobOf(call, async (lease) => {
          const source = await open(call, lease);
          const observer = createOutcomeObserver();
          const first: Batch[] = [];
          while (!observer.hasContent) {
            const events = await next(source, call, lease);
            if (events === undefined) {
              return completed(
                first.flatMap((batch) => batch.events),
                lease,
              );
            }
            if (first.length === 0) call.progress?.onFirstByte?.();
            first.push(observer.observe(events));
          }
          return { batches: leasedBatches(first, source, observer, lease, call) };
        }),
      ),
  };
}

const requestOf = ({ model, body, detached, ending }: ModelCall, method: string): UpstreamRequest => ({
  path: `/v1beta/models/${encodeURIComponent(model)}:${method}`,
  body,
  detached,
  ending,
  model,
});

/** A call as the pool's job, to be attempted with key after key. @param serving the kinds that know the method */
function jobOf<T>(
  { model, ending, callerId, conversation, pinnedTo, avoid, kinds, progress }: ModelCall,
  attempt: Job<T>['attempt'],
  serving?: readonly CredentialKind[],
): Job<T> {
  return {
    model,
    ending,
    callerId,
    conversation,
    pinnedTo,
    avoid,
    kinds: common(serving, kinds),
    progress,
    attempt,
  };
}

/** The kinds in both lists; undefined is a list of all. */
const common = (one: ModelCall['kinds'], other: ModelCall['kinds']): ModelCall['kinds'] =>
  one === undefined || other === undefined ? (one ?? other) : one.filter((kind) => other.includes(kind));

function completed(events: readonly GenerateContentResponse[], lease: Lease): CompleteStream {
  const observer = createOutcomeObserver();
  const complete = observer.observe(events);
  lease.settle(usageOf(complete.usage));
  return { complete, outcome: observer.outcome(true) };
}

/** @throws {UpstreamFailure} when the stream broke: the next key may do better. */
async function next(
  source: Events,
  { ending, model }: ModelCall,
  lease: Lease,
): Promise<readonly GenerateContentResponse[] | undefined> {
  try {
    return await source.next();
  } catch (error) {
    ending.throwIfEnded();
    throw new UpstreamFailure(streamFailure(error, model, lease), { cause: error });
  }
}
