/**
 * The one way to the bytes of a request that came in. Firefox has no `Request.body` (it is `undefined` there, seen in 153)
 * and takes no stream for a body; the methods that read a body whole are the same everywhere.
 */
import type { Bytes } from '../bytes.ts';
import { fromPulls, type Source } from '../streams/source.ts';
import { fromWebStream } from '../streams/web-stream.ts';

/** Undefined where the browser does not stream the bodies of requests; null where there is none. */
const streamIn = ({ body }: Request): ReadableStream<Uint8Array<ArrayBuffer>> | null | undefined => body;

/** @throws what the body throws. */
export const readText = (request: Request): Promise<string> => request.text();

/** @throws {TypeError} where the body is no form; what the body throws. */
export const readForm = (request: Request): Promise<FormData> => request.formData();

/** Empty where there is no body. @throws what the body throws. */
export const readBytes = async (request: Request): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(await request.arrayBuffer());

/** Piece by piece as it comes, or in one piece where the browser does not stream it. Nothing is read before it is asked. */
export function piecesOfRequest(request: Request): Source<Bytes> {
  const stream = streamIn(request);
  if (stream) return fromWebStream(stream);
  let isRead = false;
  return fromPulls(
    async () => {
      if (isRead) return undefined;
      isRead = true;
      const bytes = await readBytes(request);
      return bytes.length === 0 ? undefined : bytes;
    },
    () => undefined,
  );
}

/**
 * The same request at another address, its body on the way as it was.
 * @param text in the place of the body; none where it is empty.
 */
export async function requestTo(url: URL, request: Request, text?: string): Promise<Request> {
  const { method, signal } = request;
  const headers = new Headers(request.headers);
  if (text !== undefined) headers.delete('content-length');
  const body = text === undefined ? await carried(request) : text || null;
  // A stream as a body needs `duplex`, which the types of the web do not know yet.
  return new Request(url, { method, headers, signal, body, ...{ duplex: 'half' } });
}

async function carried(request: Request): Promise<BodyInit | null> {
  const stream = streamIn(request);
  if (stream !== undefined) return stream;
  const blob = await request.blob();
  return blob.size === 0 ? null : blob;
}
