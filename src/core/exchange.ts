/** The carrier: what a shell got, and what it is to answer, in the words of neither the web nor Node. */
import { ProxyError } from './errors.ts';
import type { Caller } from './ports.ts';
import { type Bytes, concatBytes } from './utils/bytes.ts';
import type { Ending } from './utils/ending.ts';
import { readAll } from './utils/streams/read-all.ts';
import type { Source } from './utils/streams/source.ts';

export type { Bytes } from './utils/bytes.ts';

/** A body that is made while it is sent. A piece is sent as one: some clients parse piece by piece and need whole events. */
export type Pieces = Source<Bytes | string>;

/**
 * One request. A plain object whose functions need no `this`: a step that changes something hands on
 * `{ ...exchange, caller }`.
 */
export interface Exchange {
  /** In capitals. */
  readonly method: string;
  /** As the client reached us, without a slash at its end: `http://127.0.0.1:8080`. */
  readonly origin: string;
  /** As `URL.pathname` has it: percent-encoded, without dot segments. */
  readonly path: string;
  /** As `URL.search` has it: empty, or with its `?`. */
  readonly query: string;
  /** @param name in small letters. Several of one name are joined by `, `. */
  header(name: string): string | undefined;
  /** All of them, by their names in small letters. */
  headers(): Iterable<readonly [name: string, value: string]>;
  /**
   * The whole body, empty where there is none. Once.
   * @param limit bytes; a body that says that it is larger is not read, and of any other no more than this.
   * @throws {ProxyError} `body_too_large`; what breaks the body.
   */
  body(limit?: number): Promise<Bytes>;
  /** The body as it comes, in place of `body`. Once. */
  pieces(): Source<Bytes>;
  /** As the shell knows it, by address or site. Who it is by its password is decided later. */
  readonly caller: Caller;
  /** Ends when the client leaves before its answer is out, or when the shell ends it: with a `ProxyError` to be told then. */
  readonly ending: Ending;
}

/** What is known of a request before anything of its body is read. */
export type RequestHead = Pick<Exchange, 'method' | 'origin' | 'path' | 'query' | 'header' | 'headers'>;

/** The answer to a request. */
export interface Reply {
  readonly status: number;
  /** By their names in small letters. */
  readonly headers: Readonly<Record<string, string>>;
  /** Null: none at all. `Pieces` are read to their end or cancelled by the shell, whatever becomes of the client. */
  readonly body: string | Bytes | Pieces | null;
}

export const isPieces = (body: Reply['body']): body is Pieces =>
  typeof body === 'object' && body !== null && 'next' in body;

/** A JSON reply whose text is there. */
export const wholeReply = (
  body: string | Bytes,
  headers: Readonly<Record<string, string>> = {},
  status = 200,
): Reply => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body,
});

/** The same of what is to become JSON. */
export const jsonReply = (value: unknown, headers?: Readonly<Record<string, string>>, status?: number): Reply =>
  wholeReply(JSON.stringify(value), headers, status);

/** @throws {ProxyError} `body_too_large`. */
export function requireBodySize(bytes: number, limit: number): void {
  if (bytes > limit) throw new ProxyError('body_too_large', { limit: limit / 1024 / 1024 });
}

/**
 * The two ways to a body, of which one is taken, once.
 * @param open begins to read.
 * @param length bytes, where the client says how many; the shell answers for it that no more come.
 */
export function bodyOf(open: () => Source<Bytes>, length?: number): Pick<Exchange, 'body' | 'pieces'> {
  let isTaken = false;
  const take = (): Source<Bytes> => {
    if (isTaken) throw new Error('The body of this request has been taken');
    isTaken = true;
    return open();
  };
  return {
    async body(limit = Number.POSITIVE_INFINITY) {
      requireBodySize(length ?? 0, limit);
      return length === undefined ? readUpTo(take(), limit) : readExactly(take(), length);
    },
    pieces: take,
  };
}

async function readUpTo(source: Source<Bytes>, limit: number): Promise<Bytes> {
  const pieces: Bytes[] = [];
  let size = 0;
  await readAll(source, (piece) => {
    size += piece.length;
    requireBodySize(size, limit);
    pieces.push(piece);
  });
  return concatBytes(pieces);
}

/** Copied once, piece by piece, so that the pieces need not all be held. */
async function readExactly(source: Source<Bytes>, length: number): Promise<Bytes> {
  const bytes = new Uint8Array(length);
  let at = 0;
  await readAll(source, (piece) => {
    bytes.set(piece, at);
    at += piece.length;
  });
  return bytes.subarray(0, at);
}
