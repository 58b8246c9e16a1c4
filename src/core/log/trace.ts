import type { AttemptRecord, Usage } from '../../contract/log.ts';
import { isProxyError, type ProxyError } from '../errors.ts';
import { usageOf } from '../google/stream/usage-tap.ts';
import type { Answered, Events } from '../pipeline/call.ts';
import { attemptsOf } from '../pool/pool-error.ts';
import { through } from '../utils/streams/map-stream.ts';

/** A text of more letters is cut: what is worth reading stands at its beginning. */
const LONGEST = 64 * 1024;

/** What became of one request, gathered while it is answered. */
export interface Trace {
  /** Whether texts are kept. */
  readonly withBodies: boolean;
  /** What the client sent, while it is read. */
  asked: Promise<string> | undefined;
  /** Whoever asks has shown who they are, or need not. */
  admitted: boolean;
  model: string | undefined;
  readonly attempts: AttemptRecord[];
  usage: Usage | undefined;
  fromCache: boolean;
  error: ProxyError | undefined;
  readonly texts: Record<'converted' | 'upstream' | 'answer', string>;
}

export const createTrace = (withBodies: boolean): Trace => ({
  withBodies,
  asked: undefined,
  admitted: false,
  model: undefined,
  attempts: [],
  usage: undefined,
  fromCache: false,
  error: undefined,
  texts: { converted: '', upstream: '', answer: '' },
});

/** The text so far with what comes after it, up to the limit. */
export const grown = (text: string, more: string): string =>
  text.length >= LONGEST ? text : (text + more).slice(0, LONGEST);

export const wasCut = (text: string): boolean => text.length >= LONGEST;

/** A question goes out to Google. */
export function noteQuestion(trace: Trace, model: string, body: string): void {
  trace.model = model;
  if (trace.withBodies) trace.texts.converted = grown('', body);
}

/** What was tried before it failed. */
export function noteFailure(trace: Trace, error: unknown): void {
  trace.attempts.push(...attemptsOf(error));
  trace.error = isProxyError(error) ? error : undefined;
}

/** The same answer, whose events are noted as they are read. */
export function followAnswer(trace: Trace, answered: Answered): Answered {
  trace.attempts.push(...answered.attempts);
  trace.fromCache = answered.fromCache;
  trace.model = answered.model;
  return { ...answered, events: followed(trace, answered) };
}

function followed(trace: Trace, { events }: Answered): Events {
  return through(events, {
    each(batch) {
      for (const event of batch) {
        if (event.usageMetadata) trace.usage = usageOf(event.usageMetadata);
        if (trace.withBodies) trace.texts.upstream = grown(trace.texts.upstream, `${JSON.stringify(event)}\n`);
      }
      return batch;
    },
    fail: (error) => noteFailure(trace, error),
  });
}
