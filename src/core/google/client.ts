/** The one place that speaks HTTP to Google: URL, sign-in, failures read into `UpstreamFailure`. */

import type { Failure } from '../../contract/log.ts';
import type { Settings } from '../../contract/settings/table.ts';
import { UpstreamFailure } from '../pool/types.ts';
import type { Clock, Fetch, FetchInit, FetchResponse } from '../ports.ts';
import type { CredentialRecord } from '../records.ts';
import type { Ending } from '../utils/ending.ts';
import { attach, type Detached } from '../utils/json/detached-payloads.ts';
import { piecesOf } from '../utils/streams/web-stream.ts';
import { createTokens } from './auth/access-token.ts';
import { type Route, routeOf } from './endpoints/route.ts';
import { catalogAnswer, isCatalogPath } from './endpoints/vertex-catalog.ts';
import { type EmbedPlan, embedPlan } from './endpoints/vertex-embeddings.ts';
import { networkFailure, readFailure, unreadableFailure } from './failure/failure.ts';
import { patient } from './timeouts/body-timeout.ts';
import { withHeadersTimeout } from './timeouts/headers-timeout.ts';

export interface UpstreamRequest {
  /**
   * Path below the base URL as AI Studio has it, with its query: `/v1beta/models/gemini-3.8-flash:generateContent`. A
   * Vertex credential has its own form of it.
   */
  readonly path: string;
  readonly method?: string;
  /** A stream is sent once, and not at all again. */
  readonly body?: BodyInit;
  /** What the marks in a body of text stand for. */
  readonly detached?: Detached | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  readonly ending: Ending;
  /** Upstream model id, for reading a failure. */
  readonly model?: string;
}

export interface Upstream {
  /**
   * Calls Google with this credential. Resolves with the response once its head says 2xx; the body is still to be read.
   * @throws {UpstreamFailure} for any other status and for network faults and time-outs; the ending's reason when that comes.
   */
  call(credential: CredentialRecord, request: UpstreamRequest): Promise<FetchResponse>;
}

/** An error body of more than this is not Google's JSON; only its beginning is read. */
const ERROR_BODY_LIMIT = 256 * 1024;
/** Calls of one batch of embeddings that are made together. */
const AT_ONCE = 5;

export function createUpstream(deps: { fetch: Fetch; clock: Clock; settings: () => Settings }): Upstream {
  const { fetch, clock, settings } = deps;
  const tokens = createTokens(deps);

  /** The account is as good as before when its token ends early, so the call is made again with a new one. */
  async function ask(credential: CredentialRecord, request: UpstreamRequest, ending: Ending): Promise<FetchResponse> {
    const { kind, proxy } = credential;
    let route = await routeOf({ settings, tokens }, credential, request);
    let response = await fetch(route.url, initOf(route, request, ending, proxy));
    const isStale = response.status === 401 && kind === 'service-account';
    if (isStale && !(request.body instanceof ReadableStream)) {
      await response.body?.cancel();
      tokens.forget(credential, route.secret);
      route = await routeOf({ settings, tokens }, credential, request);
      response = await fetch(route.url, initOf(route, request, ending, proxy));
    }
    if (kind !== 'ai-studio' && isCatalogPath(request.path)) return catalogAnswer(request.path, response);
    if (response.ok) return response;
    const text = await readLimited(response, ERROR_BODY_LIMIT);
    const { secret, baseUrl } = route;
    const model = request.model === undefined ? {} : { model: request.model };
    throw new UpstreamFailure(readFailure(response.status, text, response.headers, { secret, baseUrl, ...model }));
  }

  /** One after the other, but for a few at a time: a batch may be of a hundred. */
  async function askAll(credential: CredentialRecord, request: UpstreamRequest, plan: EmbedPlan, ending: Ending) {
    const answers: unknown[] = [];
    for (let at = 0; at < plan.calls.length; at += AT_ONCE) {
      const calls = plan.calls.slice(at, at + AT_ONCE);
      const responses = await Promise.all(calls.map((call) => ask(credential, { ...request, ...call }, ending)));
      answers.push(...(await Promise.all(responses.map((response) => response.json()))));
    }
    return Response.json(plan.join(answers));
  }

  return {
    async call(credential, request) {
      const { upstreamTimeout } = settings();
      const deadline = withHeadersTimeout(clock, request.ending, upstreamTimeout * 1000);
      try {
        const plan = credential.kind === 'ai-studio' ? undefined : embedPlan(request.path, request.body);
        const response =
          plan === undefined
            ? await ask(credential, request, deadline.ending)
            : await askAll(credential, request, plan, deadline.ending);
        return patient(response, {
          clock,
          ms: upstreamTimeout * 1000,
          late: () => new UpstreamFailure(timeoutFailure(upstreamTimeout)),
          giveUp: deadline.giveUp,
        });
      } catch (error) {
        deadline.letGo();
        if (error instanceof UpstreamFailure) throw error;
        request.ending.throwIfEnded();
        // Some calls to Vertex are answered in other words, for which the body is parsed here.
        const failure = error instanceof SyntaxError ? unreadableFailure('') : networkFailure(error);
        throw new UpstreamFailure(deadline.expired ? timeoutFailure(upstreamTimeout) : failure, { cause: error });
      } finally {
        deadline.headArrived();
      }
    },
  };
}

function initOf(
  { headers, body }: Route,
  request: UpstreamRequest,
  ending: Ending,
  proxy: CredentialRecord['proxy'],
): FetchInit {
  const { detached } = request;
  const whole = detached !== undefined && typeof body === 'string' ? attach(body, detached) : body;
  return {
    method: request.method ?? 'POST',
    headers: { 'content-type': 'application/json', ...request.headers, ...headers },
    ending,
    // A redirect would carry the key to wherever it points.
    redirect: 'error',
    ...(whole === undefined ? {} : { body: whole }),
    ...(proxy ? { proxy } : {}),
  };
}

function timeoutFailure(seconds: number): Failure {
  return {
    cause: 'timeout',
    scope: 'upstream',
    status: 504,
    code: 'DEADLINE_EXCEEDED',
    message: `no answer within ${seconds} s`,
    quotas: [],
  };
}

async function readLimited(response: FetchResponse, limit: number): Promise<string> {
  const body = piecesOf(response);
  const decoder = new TextDecoder();
  let text = '';
  while (body !== undefined && text.length < limit) {
    const piece = await body.next();
    if (piece === undefined) return text;
    text += decoder.decode(piece, { stream: true });
  }
  body?.cancel(new DOMException('Only the beginning of an error is read', 'AbortError'));
  return text;
}
