import { ProxyError } from '../../core/errors.ts';
import { withSignal } from './client-abort.ts';

/** Methods whose requests have no body for us, whatever was sent. */
const BODILESS = ['GET', 'HEAD', 'TRACE'];

/**
 * The request, whose body fails with `body_too_large` as soon as it is larger than `limit` bytes. Only a body that came
 * without a length needs that; Node holds a sender to the length that it gave. Nothing is read before it is asked for.
 */
export function limitBody(request: Request, limit: number): Request {
  const { url, method, headers, signal } = request;
  if (!headers.has('transfer-encoding') || BODILESS.includes(method)) return request;
  const limited = new Request(url, { method, headers, body: counted(request, limit), duplex: 'half' } as RequestInit);
  // As it is and not a copy: undici holds a copied signal until the request is collected.
  return withSignal(limited, signal);
}

function counted(request: Request, limit: number): ReadableStream<Uint8Array> {
  let reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  let left = limit;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        // To look at `body` begins to read it.
        reader ??= request.body?.getReader();
        const piece = await reader?.read();
        if (piece?.value === undefined) return controller.close();
        left -= piece.value.byteLength;
        if (left < 0) {
          const tooLarge = new ProxyError('body_too_large', { limit: limit / 1024 / 1024 });
          await reader?.cancel(tooLarge);
          throw tooLarge;
        }
        controller.enqueue(piece.value);
      },
      async cancel(reason) {
        await reader?.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}
