import type { MiddlewareHandler } from 'hono/types';
import { isProxyError } from '../errors.ts';
import type { AppEnv, Services } from '../services.ts';
import type { RecordedBodies } from './request-log.ts';
import { tapBody } from './tap-body.ts';
import { createTrace, grown, type Trace } from './trace.ts';

/** Writes each request into the log once its answer has gone out to its end. */
export function recordRequests({ requests, settings, ports }: Services): MiddlewareHandler<AppEnv> {
  const { clock, ids } = ports;
  return async (c, next) => {
    // Browsers ask before they ask; nobody wants to read of it.
    if (c.req.method === 'OPTIONS') return next();
    const startedAt = clock.now();
    const trace = createTrace(settings.current().recordBodies);
    c.set('trace', trace);
    const asked = trace.withBodies ? readText(c.req.raw.clone()) : undefined;
    await next();

    const { method, path } = c.req;
    const { caller } = c.env;
    const { status, body } = c.res;
    if (c.error && trace.error === undefined && isProxyError(c.error)) trace.error = c.error.message;
    let firstByteAt: number | undefined;
    const write = (cutShort: boolean, bodies?: RecordedBodies) =>
      requests.add(
        {
          id: ids(),
          startedAt,
          endedAt: clock.now(),
          client: caller.id,
          method,
          path,
          status,
          ...whatHappened(trace),
          ...(firstByteAt !== undefined && { firstByteAt }),
          ...(cutShort && { cutShort }),
        },
        bodies,
      );
    if (body === null) return write(false);
    const decoder = new TextDecoder();
    const tapped = tapBody(body, {
      onBytes(bytes) {
        firstByteAt ??= clock.now();
        if (trace.withBodies) trace.texts.answer = grown(trace.texts.answer, decoder.decode(bytes, { stream: true }));
      },
      onEnd(whole) {
        if (asked === undefined) write(!whole);
        else void asked.then((request) => write(!whole, { request, ...nonEmpty(trace.texts) }));
      },
    });
    c.res = new Response(tapped, c.res);
  };
}

function whatHappened({ model, attempts, usage, fromCache, error }: Trace) {
  return {
    attempts,
    ...(model !== undefined && { model }),
    ...(usage && { usage }),
    ...(fromCache && { fromCache }),
    ...(error !== undefined && { error }),
  };
}

const nonEmpty = (texts: Trace['texts']): RecordedBodies =>
  Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== ''));

/** The beginning of what was sent; a client that leaves in its middle has sent what it has sent. */
async function readText(request: Request): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  if (request.body === null) return text;
  const reader = request.body.getReader();
  try {
    for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
      text = grown(text, decoder.decode(value, { stream: true }));
    }
  } catch {
    // What came is shown.
  }
  return text;
}
