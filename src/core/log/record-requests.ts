import type { MiddlewareHandler } from 'hono/types';
import type { RecordedBodies, RequestRecord } from '../../contract/log.ts';
import { isProxyError, phraseOf } from '../errors.ts';
import type { AppEnv, Services } from '../services.ts';
import { type BodyListener, streamOf } from '../utils/streams/body-reader.ts';
import { listenTo } from '../utils/streams/event-stream.ts';
import { wholeBodyOf } from '../utils/web/json-response.ts';
import { readerOfRequest } from '../utils/web/request-bytes.ts';
import { createTrace, grown, type Trace } from './trace.ts';

/** Writes each request into the log once its answer has gone out to its end. */
export function recordRequests({ requests, metrics, settings, ports }: Services): MiddlewareHandler<AppEnv> {
  const { clock, ids } = ports;
  return async (c, next) => {
    // Browsers ask before they ask; nobody wants to read of it.
    if (c.req.method === 'OPTIONS') return next();
    const startedAt = clock.now();
    metrics.begin();
    const trace = createTrace(settings.current().recordBodies);
    c.set('trace', trace);
    await next();

    const { method, path } = c.req;
    const { caller } = c.env;
    const { res } = c;
    const { status } = res;
    if (c.error && trace.error === undefined && isProxyError(c.error)) trace.error = c.error;
    let firstByteAt: number | undefined;
    const decoder = new TextDecoder();
    const hear = (bytes: string | Uint8Array) => {
      firstByteAt ??= clock.now();
      if (!trace.withBodies) return;
      const text = typeof bytes === 'string' ? bytes : decoder.decode(bytes, { stream: true });
      trace.texts.answer = grown(trace.texts.answer, text);
    };
    const write = (cutShort: boolean, bodies?: RecordedBodies) => {
      const record: RequestRecord = {
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
      };
      metrics.note(record);
      if (trace.admitted) requests.add(record, bodies);
      else requests.addRefused(record, bodies);
    };
    const end = (isWhole: boolean) => {
      if (!trace.withBodies) return write(!isWhole);
      void Promise.resolve(trace.asked).then((request = '') => write(!isWhole, nonEmpty({ request, ...trace.texts })));
    };
    const whole = wholeBodyOf(res);
    if (whole !== undefined) hear(whole);
    if (whole !== undefined || res.body === null) return end(true);
    const listener: BodyListener = { onBytes: hear, onEnd: ({ how }) => end(how === 'whole') };
    if (!listenTo(res, listener))
      c.res = new Response(
        streamOf(res.body.getReader(), () => listener),
        res,
      );
  };
}

/** Reads along what is sent, where that is wanted. Behind the gate: of what is refused nothing is read. */
export const recordBodies: MiddlewareHandler<AppEnv> = async (c, next) => {
  const trace = c.get('trace');
  if (trace.withBodies) trace.asked = beginningOf(c.req.raw.clone());
  await next();
};

function whatHappened({ model, attempts, usage, fromCache, error }: Trace) {
  return {
    attempts,
    ...(model !== undefined && { model }),
    ...(usage && { usage }),
    ...(fromCache && { fromCache }),
    ...(error && { error: phraseOf(error), errorCode: error.code }),
  };
}

const nonEmpty = (texts: Readonly<Record<string, string>>): RecordedBodies =>
  Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== ''));

/** The beginning of what was sent; a client that leaves in its middle has sent what it has sent. */
async function beginningOf(request: Request): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  const reader = readerOfRequest(request);
  try {
    for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
      text = grown(text, decoder.decode(value, { stream: true }));
    }
  } catch {
    // What came is shown.
  }
  return text;
}
