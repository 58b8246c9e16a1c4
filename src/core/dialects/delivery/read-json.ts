import { ProxyError } from '../../errors.ts';
import type { Bytes, Exchange } from '../../exchange.ts';
import { type Detached, detach, SHORTEST } from '../../utils/json/detached-payloads.ts';
import { checkDepth } from '../../utils/json/json-depth.ts';

/**
 * The request's body as JSON.
 * @param limit bytes; a body that says that it is larger is not read.
 * @throws {ProxyError} `invalid_json`, `body_too_large`; `invalid_value` where it is nested too deep.
 */
export async function readJson(exchange: Pick<Exchange, 'body'>, limit?: number): Promise<unknown> {
  return parse(decode(await exchange.body(limit)));
}

export interface ReadBody {
  /** The body with a mark in the place of what was detached out of it. */
  readonly value: unknown;
  readonly detached?: Detached;
}

/**
 * The request's body as JSON, without the long data URLs in it: see `detach`.
 * @param secret what no text can hold by chance
 * @throws {ProxyError} `invalid_json`; `invalid_value` where it is nested too deep.
 */
export async function readLargeJson(exchange: Exchange, secret: string): Promise<ReadBody> {
  const length = Number(exchange.header('content-length'));
  if (!(length > SHORTEST)) return { value: await readJson(exchange) };
  const bytes = await exchange.body();
  if (bytes.length > length) throw new ProxyError('invalid_json', { reason: 'longer than its content-length' });
  const { text, detached } = detach(bytes, secret);
  return { value: parse(text), ...(detached.size > 0 && { detached }) };
}

const decoder = new TextDecoder();
/** UTF-8, without a byte order mark. */
const decode = (bytes: Bytes): string => decoder.decode(bytes);

function parse(text: string): unknown {
  const value = syntax(text);
  checkDepth(value);
  return value;
}

function syntax(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = text === '' ? 'the body is empty' : error instanceof Error ? shorten(error.message) : 'syntax error';
    throw new ProxyError('invalid_json', { reason });
  }
}

/** V8 quotes the offending text, which may be a whole prompt. */
const shorten = (message: string) => (message.length > 120 ? `${message.slice(0, 120)}…` : message);
