/** The web's `Request` and `Response`, for tests and whoever has them: nothing else of the core knows them. */
import { bodyOf, type Exchange, isPieces, type Reply, requireBodySize } from './exchange.ts';
import type { Caller } from './ports.ts';
import type { Bytes } from './utils/bytes.ts';
import { type Ending, endingOf } from './utils/ending.ts';
import { toWebStream } from './utils/streams/web-stream.ts';
import { piecesOfRequest } from './utils/web/request-bytes.ts';

/** @param ending in place of the request's signal. */
export function fromRequest(request: Request, caller: Caller, ending: Ending = endingOf(request.signal)): Exchange {
  const { headers } = request;
  const { origin, pathname, search } = new URL(request.url);
  const { body, pieces } = bodyOf(() => piecesOfRequest(request));
  return {
    method: request.method,
    origin,
    path: pathname,
    query: search,
    header: (name) => headers.get(name) ?? undefined,
    headers: () => headers,
    async body(limit = Number.POSITIVE_INFINITY) {
      // For the refusal alone: nobody answers for it here.
      requireBodySize(Number(headers.get('content-length')), limit);
      return body(limit);
    },
    pieces,
    caller,
    ending,
  };
}

/** Statuses whose answers have no body: `Response` refuses to be made with one. */
const BODILESS = [204, 205, 304];

/** @param method the request's: the answer to `HEAD` has no body. Pieces that nobody will read are cancelled. */
export function toResponse({ status, headers, body }: Reply, method = 'GET'): Response {
  const isBodiless = method === 'HEAD' || BODILESS.includes(status);
  if (isBodiless && isPieces(body)) body.cancel(new DOMException('This answer has no body', 'AbortError'));
  return new Response(isBodiless ? null : webBody(body), { status, headers });
}

function webBody(body: Reply['body']): Bytes | ReadableStream<Bytes> | null {
  if (isPieces(body)) return toWebStream(body);
  // As bytes: a string without a type would be given one.
  return typeof body === 'string' ? new TextEncoder().encode(body) : body;
}

/**
 * The body as a form: the web has the only parser of those.
 * @throws {TypeError} where the body is none; what `body` throws.
 */
export async function readForm({ header, body }: Exchange, limit?: number): Promise<FormData> {
  const type = header('content-type') ?? '';
  return new Response(await body(limit), { headers: { 'content-type': type } }).formData();
}
