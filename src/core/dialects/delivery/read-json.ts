import { ProxyError } from '../../errors.ts';
import { type Lifted, lift, SHORTEST } from '../../utils/json/detached-payloads.ts';
import { checkDepth } from '../../utils/json/json-depth.ts';
import type { BodyReader } from '../../utils/streams/body-reader.ts';
import { readerOfRequest, readText } from '../../utils/web/request-bytes.ts';

/**
 * The request's body as JSON.
 * @param limit bytes; a body that says that it is larger is not read.
 * @throws {ProxyError} `invalid_json`, `body_too_large`; `invalid_value` where it is nested too deep.
 */
export async function readJson(request: Request, limit = Number.POSITIVE_INFINITY): Promise<unknown> {
  requireSize(Number(request.headers.get('content-length')), limit);
  const text = await readText(request);
  // Without a length it is known only now; there are never more characters than bytes.
  requireSize(text.length, limit);
  return parse(text);
}

function requireSize(size: number, limit: number): void {
  if (size > limit) throw new ProxyError('body_too_large', { limit: limit / 1024 / 1024 });
}

export interface ReadBody {
  /** The body with a mark in the place of what was lifted out of it. */
  readonly value: unknown;
  readonly lifted?: Lifted;
}

/**
 * The request's body as JSON, without the long data URLs in it: see `lift`.
 * @throws {ProxyError} `invalid_json`; `invalid_value` where it is nested too deep.
 */
export async function readLargeJson(request: Request, secret: string): Promise<ReadBody> {
  const length = Number(request.headers.get('content-length'));
  // The length first: to read it piece by piece makes a stream of it, which costs more than to read a small one whole.
  if (!(length > SHORTEST)) return { value: await readJson(request) };
  const { text, lifted } = lift(await readPieces(readerOfRequest(request), length), secret);
  return { value: parse(text), ...(lifted.size > 0 && { lifted }) };
}

/** Copied once, piece by piece, so that the pieces need not all be held. */
async function readPieces(reader: BodyReader, length: number): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (let { value } = await reader.read(); value !== undefined; { value } = await reader.read()) {
    if (at + value.length > length) throw new ProxyError('invalid_json', { reason: 'longer than its content-length' });
    bytes.set(value, at);
    at += value.length;
  }
  return bytes.subarray(0, at);
}

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
