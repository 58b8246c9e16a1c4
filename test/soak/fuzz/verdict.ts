/** Whether an answer is one that a client can read, whatever was asked. */
import type { Answer } from '../../http/driver.ts';

interface Told {
  readonly message?: unknown;
  readonly code?: unknown;
  readonly type?: unknown;
  readonly param?: unknown;
  readonly status?: unknown;
  readonly details?: ReadonlyArray<{ readonly fieldViolations?: ReadonlyArray<{ readonly field?: unknown }> }>;
}

/** Refusals of ours that concern no field: the body is none, or Google has refused it in its own words. */
const ofNoField = new Set(['invalid_json', 'request_refused']);

/**
 * What is wrong with it, in words; undefined when nothing is.
 * @param refusal that the request itself may be at fault: then the error must name the field.
 */
export function faultOf(path: string, { status, headers, text }: Answer, refusal = true): string | undefined {
  const isNative = path.startsWith('/gemini');
  if (status === 500 && text.includes('Hajimi failed')) return 'an unexpected failure';
  if (status !== 200) return errorFault(parse(text), status, isNative, refusal);
  const type = headers['content-type'] ?? '';
  if (type.includes('text/event-stream')) return streamFault(text, isNative);
  if (!type.includes('json')) return undefined;
  return parse(text) === undefined ? 'an answer that is no JSON' : undefined;
}

function errorFault(body: unknown, status: number, isNative: boolean, refusal: boolean): string | undefined {
  const error = errorIn(body);
  if (error === undefined) return 'no error object';
  if (typeof error.message !== 'string' || error.message === '') return 'an error without words';
  if (isNative) {
    if (typeof error.code !== 'number' || typeof error.status !== 'string') return 'an error that is not Google’s';
    const violation = error.details?.[0]?.fieldViolations?.[0];
    if (error.details !== undefined && typeof violation?.field !== 'string') return 'a refusal that names no field';
    return undefined;
  }
  if (typeof error.code !== 'string' || typeof error.type !== 'string') return 'an error that is not OpenAI’s';
  if (refusal && status === 400 && !ofNoField.has(error.code) && typeof error.param !== 'string')
    return 'a refusal that names no field';
  return undefined;
}

function streamFault(text: string, isNative: boolean): string | undefined {
  const data = text
    .replaceAll('\r\n', '\n')
    .split('\n\n')
    .filter((event) => event !== '' && !event.startsWith(':'))
    .map((event) => event.replace(/^data: /, ''));
  const events = data.filter((one) => one !== '[DONE]').map(parse);
  if (events.includes(undefined)) return 'an event that is no JSON';
  const error = events.map(errorIn).find((one) => one !== undefined);
  if (error?.code === 'internal' || String(error?.message).includes('Hajimi failed'))
    return 'an unexpected failure in a stream';
  if (!isNative && data.at(-1) !== '[DONE]') return 'a stream without an end';
  return undefined;
}

const errorIn = (body: unknown): Told | undefined =>
  typeof body === 'object' && body !== null && 'error' in body
    ? ((body.error ?? undefined) as Told | undefined)
    : undefined;

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
