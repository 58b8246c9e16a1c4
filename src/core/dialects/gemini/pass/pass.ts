/** One call that passes as it is: path, query, body and answer, byte for byte, over the pool. */

import type { CredentialKind } from '../../../../contract/keys.ts';
import type { ResourceOwner, ResourceOwners } from '../../../access/resource-owners.ts';
import type { RequestContext } from '../../../context.ts';
import { ProxyError } from '../../../errors.ts';
import type { Exchange } from '../../../exchange.ts';
import type { Upstream } from '../../../google/client.ts';
import type { ModelCatalog } from '../../../google/model-catalog.ts';
import type { Affinity } from '../../../google/resources/resource-keys.ts';
import { resourceIn, resourcesInAnswer } from '../../../google/resources/resource-names.ts';
import { traced } from '../../../log/trace.ts';
import { leasedBody } from '../../../pipeline/leased-body.ts';
import { blamesKey } from '../../../pool/machine/machine.ts';
import type { Pool } from '../../../pool/pool.ts';
import { errorOf } from '../../../pool/pool-error.ts';
import { type Job, type Lease, UpstreamFailure } from '../../../pool/types.ts';
import type { FetchResponse } from '../../../ports.ts';
import type { Bytes } from '../../../utils/bytes.ts';
import type { Ending } from '../../../utils/ending.ts';
import type { Source } from '../../../utils/streams/source.ts';
import { piecesOf } from '../../../utils/streams/web-stream.ts';
import type { Judge } from '../judge.ts';
import { tapHead } from './head-tap.ts';
import { type OutgoingBody, outgoingBody } from './outgoing-body.ts';
import { passedHeaders } from './passed-headers.ts';

export interface PassDeps {
  readonly pool: Pick<Pool, 'run' | 'credentials'>;
  readonly upstream: Upstream;
  readonly affinity: Affinity;
  readonly resourceOwners: ResourceOwners;
  readonly models: Pick<ModelCatalog, 'knows'>;
  /** Firefox cannot stream a request at all, Chromium only to some servers. */
  readonly streamsRequests: boolean;
}

export interface PassedCall {
  /** Google's path with its query, without the client's key. */
  readonly path: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: OutgoingBody;
  readonly ending: Ending;
  /** Upstream model id; empty for a call that concerns none. */
  readonly model: string;
  /** See `Job`. */
  readonly uncounted: boolean;
  readonly pinnedTo?: string | undefined;
  /** Resources in path and body. */
  readonly named: ReadonlySet<string>;
  /** Whom what comes of it belongs to. */
  readonly owner: ResourceOwner;
  readonly kinds?: readonly CredentialKind[] | undefined;
}

export interface PassedAnswer extends Pick<FetchResponse, 'status' | 'headers'> {
  /** As Google gave it; ends the lease. Null where there is none. */
  readonly body: Source<Bytes> | null;
  readonly credentialId: string;
}

/** Resources are named at the very beginning of what makes them; a list of a thousand is within this many characters. */
const HEAD = 512 * 1024;
const JSON_TYPE = /^(?:application\/json|text\/event-stream)\b/;

/** @throws {ProxyError} when no key could answer. */
export async function pass(deps: PassDeps, call: PassedCall, context: RequestContext): Promise<PassedAnswer> {
  const { pool, upstream } = deps;
  const { path, method, headers, body, ending, model, uncounted, pinnedTo, kinds } = call;
  const job: Job<PassedAnswer> = {
    model: uncounted ? '' : model,
    uncounted,
    ending,
    callerId: context.caller.id,
    ...(pinnedTo === undefined ? {} : { pinnedTo }),
    ...(kinds === undefined ? {} : { kinds }),
    async attempt(lease) {
      const sent = body.take();
      const request = { path, method, headers, ending, model, ...(sent === undefined ? {} : { body: sent }) };
      const response = await upstream.call(lease.credential, request).catch((error: unknown) => {
        // Larger than allowed, for one: neither Google nor the key has failed.
        if (body.fault !== undefined) throw body.fault;
        throw body.spent ? notAgain(error, lease, model) : error;
      });
      const { status, headers: answered } = response;
      const observed = observedBody(deps, response, lease, call);
      return { status, headers: answered, body: observed, credentialId: lease.credential.id };
    },
  };
  return (await traced(context.trace, job, pool.run(job))).value;
}

/** The call for a request of the client's, with its body and what that names. */
export async function passedCall(
  { affinity, streamsRequests }: Pick<PassDeps, 'affinity' | 'streamsRequests'>,
  request: Exchange,
  path: string,
  bodyLimit: number,
  judge: Judge,
): Promise<Pick<PassedCall, 'path' | 'method' | 'headers' | 'body' | 'ending' | 'pinnedTo' | 'named'>> {
  const isJson = !hasBytes(request, path);
  const limit = streamsRequests ? bodyLimit : Number.POSITIVE_INFINITY;
  const body = await outgoingBody(request, limit, isJson ? judge : undefined);
  const headers = passedHeaders(request.headers());
  const inPath = resourceIn(path);
  const named = new Set(inPath === undefined ? judge.resources : [inPath, ...judge.resources]);
  return {
    path,
    method: request.method,
    // As JSON it was judged, whatever its client called it.
    headers: isJson && request.method !== 'GET' ? { ...headers, 'content-type': 'application/json' } : headers,
    body,
    ending: request.ending,
    named,
    pinnedTo: await affinity.ownerOf([...named]),
  };
}

/** Whether the body is a file, or a form with one, and no JSON that says what is to be done. */
const hasBytes = ({ header }: Pick<Exchange, 'header'>, path: string): boolean =>
  UPLOAD.test(path) || (OPENAI_FILES.test(path) && /^multipart\/form-data\b/i.test(header('content-type') ?? ''));

const UPLOAD = /^\/upload\/\w+\/(?:files|fileSearchStores\/[^/:]+:uploadToFileSearchStore)(?:\?|$)/;
const OPENAI_FILES = /^\/\w+\/openai\/files(?:\?|$)/;

/** The pool would try the next key, which this body cannot reach any more. */
function notAgain(error: unknown, lease: Lease, model: string): unknown {
  if (!(error instanceof UpstreamFailure)) return error;
  const { failure } = error;
  lease.fail(failure);
  if (!blamesKey(failure)) return errorOf(failure, model, []);
  return new ProxyError('sent_once', { reason: failure.message, retryAfter: 1000 });
}

/** Browsers give these an empty body when they come, and refuse one when they are made. */
const BODILESS = [204, 205, 304];

function observedBody(deps: PassDeps, response: FetchResponse, lease: Lease, call: PassedCall): Source<Bytes> | null {
  const { status, headers } = response;
  const body = BODILESS.includes(status) ? undefined : piecesOf(response);
  if (body === undefined) {
    lease.settle();
    return null;
  }
  const isGenerated = GENERATES.test(call.path);
  const noted =
    isGenerated || !JSON_TYPE.test(headers.get('content-type') ?? '') ? body : noting(deps, body, lease, call);
  return leasedBody(noted, lease, call.ending);
}

/** What is answered here is a model's words. Other methods of a model begin batches and operations. */
const GENERATES = /:(?:stream)?generateContent(?:\?|$)/i;

/** What the answer names belongs to the key that answered, and what it made to whom asked for it. */
function noting(deps: PassDeps, body: Source<Bytes>, { credential }: Lease, call: PassedCall) {
  const { affinity, resourceOwners } = deps;
  return tapHead(body, HEAD, async (text) => {
    const [path = ''] = call.path.split('?', 1);
    const removed = call.method === 'DELETE' ? resourceIn(path) : undefined;
    // Not the whole store with one of its documents.
    if (removed !== undefined && path.endsWith(`/${removed}`)) {
      affinity.forget(removed);
      return resourceOwners.forget(removed);
    }
    const named = resourcesInAnswer(call.path, text);
    const made = named.filter((name) => !call.named.has(name));
    // An operation of one's own tells which files came out of it; anything else that is looked at was there before.
    if (call.method === 'POST' || call.method === 'PUT' || (await isOwnPath(deps, call))) {
      affinity.remember(await resourceOwners.claim(made, call.owner), credential.id);
    }
    await affinity.learn(named, credential.id);
  });
}

async function isOwnPath({ resourceOwners }: PassDeps, { path, owner }: PassedCall): Promise<boolean> {
  const resource = resourceIn(path);
  return resource !== undefined && (await resourceOwners.ownerOf(resource).catch(() => undefined)) === owner;
}
