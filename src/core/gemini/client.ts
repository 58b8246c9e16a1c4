/** The one place that speaks HTTP to Google: URL, key header, failures read into `UpstreamFailure`. */

import { type CredentialRecord, type Failure, UpstreamFailure } from '../pool/types.ts';
import type { Clock, Fetch } from '../ports.ts';
import type { Settings } from '../settings.ts';
import { networkFailure, readFailure } from './failure.ts';

export interface UpstreamRequest {
  /** Path below the base URL, with its query: `/v1beta/models/gemini-2.5-flash:generateContent`. */
  readonly path: string;
  readonly method?: string;
  readonly body?: BodyInit;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** Upstream model id, for reading a failure. */
  readonly model?: string;
}

export interface Upstream {
  /**
   * Calls Google with this credential. Resolves with the response once its head says 2xx; the body is still to be read.
   * @throws {UpstreamFailure} for any other status and for network faults and time-outs; the signal's reason on abort.
   */
  call(credential: CredentialRecord, request: UpstreamRequest): Promise<Response>;
}

/** An error body of more than this is not Google's JSON; only its beginning is read. */
const ERROR_BODY_LIMIT = 256 * 1024;

export function createUpstream(deps: { fetch: Fetch; clock: Clock; settings: () => Settings }): Upstream {
  const { fetch, clock, settings } = deps;
  return {
    async call(credential, request) {
      const { geminiBaseUrl, upstreamTimeout } = settings();
      const deadline = withDeadline(clock, request.signal, upstreamTimeout * 1000);
      try {
        const response = await fetch(geminiBaseUrl + request.path, {
          method: request.method ?? 'POST',
          headers: { 'content-type': 'application/json', ...request.headers, 'x-goog-api-key': credential.secret },
          signal: deadline.signal,
          // A redirect would carry the key to wherever it points.
          redirect: 'error',
          ...(request.body === undefined ? {} : { body: request.body }),
        });
        if (response.ok) return response;
        const text = await readLimited(response, ERROR_BODY_LIMIT);
        throw new UpstreamFailure(
          readFailure(response.status, text, response.headers, {
            secret: credential.secret,
            baseUrl: geminiBaseUrl,
            ...(request.model === undefined ? {} : { model: request.model }),
          }),
        );
      } catch (error) {
        deadline.letGo();
        if (error instanceof UpstreamFailure) throw error;
        request.signal.throwIfAborted();
        throw new UpstreamFailure(deadline.expired ? timeoutFailure(upstreamTimeout) : networkFailure(error), {
          cause: error,
        });
      } finally {
        deadline.headArrived();
      }
    },
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

/**
 * A signal that aborts with the client's or when the head takes too long. Once the head has arrived only the client's
 * counts: a long answer is not a late one. `AbortSignal.any` is avoided: Node 20 keeps its sources alive for as long as
 * the longest-lived of them.
 */
function withDeadline(clock: Clock, client: AbortSignal, ms: number) {
  const controller = new AbortController();
  const timer = new AbortController();
  const onClientAbort = () => controller.abort(client.reason);
  const state = {
    signal: controller.signal,
    expired: false,
    headArrived: () => timer.abort(),
    /** A request that is retried on many keys must not leave a listener behind for each. */
    letGo: () => client.removeEventListener('abort', onClientAbort),
  };
  if (client.aborted) onClientAbort();
  else client.addEventListener('abort', onClientAbort, { once: true });
  clock.sleep(ms, timer.signal).then(
    () => {
      state.expired = true;
      controller.abort(new DOMException('The upstream took too long', 'TimeoutError'));
    },
    () => undefined,
  );
  return state;
}

async function readLimited(response: Response, limit: number): Promise<string> {
  if (response.body === null) return '';
  const decoder = new TextDecoder();
  let text = '';
  for await (const bytes of response.body as unknown as AsyncIterable<Uint8Array>) {
    text += decoder.decode(bytes, { stream: true });
    if (text.length >= limit) break;
  }
  return text;
}
