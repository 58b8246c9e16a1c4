/** One call that passes as it is: path, query, body and answer, byte for byte, over the pool. */
import { ProxyError } from '../../errors.ts';
import { blamesKey } from '../../pool/cooldown.ts';
import { type CredentialKind, type Lease, UpstreamFailure } from '../../pool/types.ts';
import { errorOf } from '../../pool/unanswered.ts';
import type { FetchResponse } from '../../ports.ts';
import type { Services } from '../../services.ts';
import { leasedBody } from '../leased-body.ts';
import { type OutgoingBody, outgoingBody } from './body.ts';
import { tapHead } from './head-tap.ts';
import { passedHeaders } from './headers.ts';
import { resourceIn, resourcesInAnswer, resourcesInBody } from './resources.ts';

export interface PassedCall {
  /** Google's path with its query, without the client's key. */
  readonly path: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: OutgoingBody;
  readonly signal: AbortSignal;
  /** Upstream model id; empty for a call that concerns none. */
  readonly model: string;
  /** See `Job`. */
  readonly uncounted: boolean;
  readonly pinnedTo?: string | undefined;
  readonly kinds?: readonly CredentialKind[] | undefined;
}

export interface PassedAnswer {
  /** As Google gave it; its body ends the lease. */
  readonly response: FetchResponse;
  readonly credentialId: string;
}

/** Resources are named at the very beginning of what makes them; a list of a thousand is within this many characters. */
const HEAD = 512 * 1024;
const JSON_TYPE = /^(?:application\/json|text\/event-stream)\b/;

/** @throws {ProxyError} when no key could answer. */
export async function pass(services: Services, call: PassedCall): Promise<PassedAnswer> {
  const { pool, upstream } = services;
  const { path, method, headers, body, signal, model, uncounted, pinnedTo, kinds } = call;
  const { value } = await pool.run({
    model: uncounted ? '' : model,
    uncounted,
    signal,
    ...(pinnedTo === undefined ? {} : { pinnedTo }),
    ...(kinds === undefined ? {} : { kinds }),
    async attempt(lease) {
      const sent = body.take();
      const request = { path, method, headers, signal, model, ...(sent === undefined ? {} : { body: sent }) };
      const response = await upstream.call(lease.credential, request).catch((error: unknown) => {
        // Larger than allowed, for one: neither Google nor the key has failed.
        if (body.fault !== undefined) throw body.fault;
        throw body.spent ? notAgain(error, lease, model) : error;
      });
      return { response: observed(services, response, lease, call), credentialId: lease.credential.id };
    },
  });
  return value;
}

/** The call for a request of the client's, with its body and what that names. */
export async function passedCall(
  { affinity, shell }: Pick<Services, 'affinity' | 'shell'>,
  request: Request,
  path: string,
  bodyLimit: number,
): Promise<Pick<PassedCall, 'path' | 'method' | 'headers' | 'body' | 'signal' | 'pinnedTo'>> {
  // Firefox cannot stream a request at all, Chromium only to some servers.
  const body = await outgoingBody(request, shell.kind === 'relay' ? bodyLimit : Number.POSITIVE_INFINITY);
  const named = [resourceIn(path), ...(body.kept === undefined ? [] : resourcesInBody(decode(body.kept)))];
  return {
    path,
    method: request.method,
    headers: passedHeaders(request.headers),
    body,
    signal: request.signal,
    pinnedTo: await affinity.ownerOf(named.filter((name) => name !== undefined)),
  };
}

const decode = (bytes: Uint8Array): string => (bytes.length === 0 ? '' : new TextDecoder().decode(bytes));

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

function observed(services: Services, response: FetchResponse, lease: Lease, call: PassedCall): FetchResponse {
  const { body, headers } = response;
  if (body === null || BODILESS.includes(response.status)) {
    lease.settle();
    return new Response(null, response);
  }
  const isGenerated = call.model !== '' && !call.uncounted;
  const noted =
    isGenerated || !JSON_TYPE.test(headers.get('content-type') ?? '') ? body : noting(services, body, lease, call);
  return new Response(leasedBody(noted, lease, call.signal), response);
}

/** What the answer names belongs to the key that answered. */
function noting({ affinity }: Services, body: ReadableStream<Uint8Array>, { credential }: Lease, call: PassedCall) {
  return tapHead(body, HEAD, (text) => {
    const removed = call.method === 'DELETE' ? resourceIn(call.path) : undefined;
    if (removed !== undefined) affinity.forget(removed);
    else affinity.remember(resourcesInAnswer(call.path, text), credential.id);
  });
}
