/** What becomes of one request, noted while it is answered: see `Trace`. */

import type { AttemptRecord } from '../../contract/log.ts';
import type { Trace } from '../context.ts';
import { isProxyError } from '../errors.ts';
import { usageOf } from '../google/stream/usage-tap.ts';
import type { GenerateContentResponse, UsageMetadata } from '../google/wire.ts';
import { attemptsOf } from '../pool/pool-error.ts';

/** A text of more letters is cut: what is worth reading stands at its beginning. */
const LONGEST = 64 * 1024;

export const createTrace = (withBodies: boolean): Trace => ({
  withBodies,
  admitted: false,
  model: undefined,
  attempts: [],
  usage: undefined,
  fromCache: false,
  error: undefined,
  texts: { request: '', converted: '', upstream: '', answer: '' },
});

/** The text so far with what comes after it, up to the limit. */
export const grown = (text: string, more: string): string =>
  text.length >= LONGEST ? text : (text + more).slice(0, LONGEST);

/** A question goes out to Google. */
export function noteQuestion(trace: Trace, model: string, body = ''): void {
  trace.model = model || undefined;
  if (trace.withBodies) trace.texts.converted = grown('', body);
}

/** What was tried before it failed. */
export function noteFailure(trace: Trace, error: unknown): void {
  trace.attempts.push(...attemptsOf(error));
  trace.error = isProxyError(error) ? error : undefined;
}

/** An answer has begun, or is there. */
export function noteAnswer(trace: Trace, { attempts, fromCache, model, complete }: NotedAnswer): void {
  trace.attempts.push(...attempts);
  trace.fromCache = fromCache;
  trace.model = model;
  if (complete !== undefined) noteBatch(trace, complete);
}

interface NotedAnswer {
  readonly attempts: readonly AttemptRecord[];
  readonly fromCache: boolean;
  readonly model: string;
  readonly complete?: NotedBatch | undefined;
}

interface NotedBatch {
  readonly events: readonly GenerateContentResponse[];
  readonly usage: UsageMetadata | undefined;
}

/** Something of an answer has come. */
export function noteBatch(trace: Trace, { events, usage }: NotedBatch): void {
  if (usage !== undefined) trace.usage = usageOf(usage);
  if (!trace.withBodies) return;
  for (const event of events) trace.texts.upstream = grown(trace.texts.upstream, `${JSON.stringify(event)}\n`);
}

/**
 * Notes one call of the pool's: what was asked, what was tried, and how it failed.
 * @param question undefined fields are unknown: a call may concern no model, and its body may pass unread.
 */
export async function traced<T extends { readonly attempts: readonly AttemptRecord[] }>(
  trace: Trace,
  { model, body }: { readonly model: string; readonly body?: string | undefined },
  answering: Promise<T>,
): Promise<T> {
  noteQuestion(trace, model, body);
  try {
    const result = await answering;
    trace.attempts.push(...result.attempts);
    return result;
  } catch (error) {
    noteFailure(trace, error);
    throw error;
  }
}
