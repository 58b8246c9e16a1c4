/** Writes each request into the log once its answer has gone out to its end. */
import type { RecordedBodies, RequestRecord } from '../../contract/log.ts';
import type { Trace } from '../context.ts';
import { phraseOf } from '../errors.ts';
import { type Bytes, type Exchange, isPieces, type Reply } from '../exchange.ts';
import type { Caller, Clock, Ids } from '../ports.ts';
import type { Metrics } from '../stats/metrics.ts';
import { map } from '../utils/streams/map.ts';
import type { RequestLog } from './request-log.ts';
import { createTrace, grown } from './trace.ts';

/** One request, from its arrival on. */
export interface Recording {
  readonly trace: Trace;
  /** The same request, whose body is noted as it is read, where that is wanted. Behind the gate: of what is refused nothing is read. */
  readAlong(exchange: Exchange): Exchange;
  /** The same answer; the record is written when it has gone out. */
  finish(reply: Reply, caller: Caller): Reply;
}

export interface Recorder {
  /** @param path as it is routed */
  begin(request: { readonly method: string; readonly path: string }): Recording;
}

export function createRecorder(deps: {
  readonly requests: Pick<RequestLog, 'add' | 'addRefused'>;
  readonly metrics: Pick<Metrics, 'begin' | 'note'>;
  readonly withBodies: () => boolean;
  readonly clock: Pick<Clock, 'now'>;
  readonly ids: Ids;
}): Recorder {
  const { requests, metrics, withBodies, clock, ids } = deps;

  return {
    begin({ method, path }) {
      const startedAt = clock.now();
      metrics.begin();
      const trace = createTrace(withBodies());
      return {
        trace,
        readAlong: (exchange) => (trace.withBodies ? readAlong(exchange, trace) : exchange),
        finish(reply, caller) {
          let firstByteAt: number | undefined;
          const hear = trace.withBodies ? hearing((text) => note(trace, 'answer', text)) : undefined;
          const end = (isWhole: boolean) => {
            const record: RequestRecord = {
              id: ids(),
              startedAt,
              endedAt: clock.now(),
              client: caller.id,
              method,
              path,
              status: reply.status,
              ...whatHappened(trace),
              ...(firstByteAt !== undefined && { firstByteAt }),
              ...(!isWhole && { cutShort: true }),
            };
            metrics.note(record);
            const bodies = trace.withBodies ? nonEmpty(trace.texts) : undefined;
            if (trace.admitted) requests.add(record, bodies);
            else requests.addRefused(record, bodies);
          };
          const { body } = reply;
          if (!isPieces(body)) {
            if (body !== null) {
              firstByteAt = clock.now();
              hear?.(body);
            }
            end(true);
            return reply;
          }
          const recorded = map(body, {
            each(piece) {
              firstByteAt ??= clock.now();
              hear?.(piece);
              return piece;
            },
            end: () => void end(true),
            fail: () => void end(false),
            cancel: () => end(false),
          });
          return { ...reply, body: recorded };
        },
      };
    },
  };
}

const note = (trace: Trace, which: keyof Trace['texts'], text: string): void => {
  trace.texts[which] = grown(trace.texts[which], text);
};

/** Text as it comes in pieces, whose letters may be cut apart. */
function hearing(hear: (text: string) => void): (piece: Bytes | string) => void {
  const decoder = new TextDecoder();
  return (piece) => hear(typeof piece === 'string' ? piece : decoder.decode(piece, { stream: true }));
}

function readAlong(exchange: Exchange, trace: Trace): Exchange {
  const hear = hearing((text) => note(trace, 'request', text));
  const see = (bytes: Bytes) => {
    hear(bytes);
    return bytes;
  };
  return {
    ...exchange,
    body: async (limit) => see(await exchange.body(limit)),
    pieces: () => map(exchange.pieces(), { each: see }),
  };
}

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
