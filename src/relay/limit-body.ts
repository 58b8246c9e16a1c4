import { ProxyError } from '../core/errors.ts';

/**
 * The request, whose body fails with `body_too_large` as soon as it is larger than `limit` bytes. Only a body that came
 * without a length needs that; Node holds a sender to the length that it gave.
 */
export function limitBody(request: Request, limit: number): Request {
  // The header first: to look at `body` makes a stream of it, which costs more than all the rest of a small request.
  if (!request.headers.has('transfer-encoding') || request.body === null) return request;
  let left = limit;
  const counted = request.body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        left -= chunk.byteLength;
        if (left < 0) throw new ProxyError('body_too_large', { limit: limit / 1024 / 1024 });
        controller.enqueue(chunk);
      },
    }),
  );
  return new Request(request, { body: counted, duplex: 'half' } as RequestInit);
}
