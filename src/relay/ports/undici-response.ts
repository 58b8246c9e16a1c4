/** One call of undici's: it is the handler that `dispatch` reports to, the response, and the source of its body. */
import type { Dispatcher } from 'undici';
import type { FetchResponse } from '../../core/ports.ts';
import type { Ending } from '../../core/utils/ending.ts';
import type { MaybePromise, Source } from '../../core/utils/streams/source.ts';
import { toWebStream } from '../../core/utils/streams/web-stream.ts';

type Bytes = Buffer<ArrayBuffer>;

/** Back-pressure: what is held for a reader who does not come, in bytes, before the connection is left unread. */
const HIGH_WATER_MARK = 64 * 1024;

const BODILESS: readonly number[] = [204, 304];

/** Who waits for bytes: for those of the next piece, or for all of them. */
type Waiting =
  | { readonly isForAll: false; give(piece: Bytes | undefined): void; fail(error: unknown): void }
  | { readonly isForAll: true; give(bytes: Bytes): void; fail(error: unknown): void };

/**
 * All in one object, without a Node stream between: that and the promises around it cost more than undici's own work on a
 * small answer. Neither `json`, `text`, its pieces nor a stream give what another has read.
 */
export class UndiciResponse implements FetchResponse, Source<Bytes>, Dispatcher.DispatchHandlers {
  status = 0;
  readonly #method: string;
  /** Undefined once the head has come, or will not. */
  #head: { give(response: FetchResponse): void; fail(error: unknown): void } | undefined;
  #rawHeaders: readonly Buffer[] = [];
  #headers: Headers | undefined;
  #stream: FetchResponse['body'] | undefined;

  #pieces: Bytes[] = [];
  #held = 0;
  #isPaused = false;
  /** Nothing comes any more: it is whole, has failed, or was cancelled. */
  #isOver = false;
  #failure: { readonly error: unknown } | undefined;
  #bodyUsed = false;
  #waiting: Waiting | undefined;

  #stopListening: (() => void) | undefined;
  #abort: (() => void) | undefined;
  #resume: (() => void) | undefined;

  /**
   * @param method of the request.
   * @param give is told of the head.
   * @param fail is told, in place of that, what keeps it from coming.
   */
  constructor(method: string, give: (response: FetchResponse) => void, fail: (error: unknown) => void) {
    this.#method = method;
    this.#head = { give, fail };
  }

  get ok(): boolean {
    return this.status >= 200 && this.status < 300;
  }

  /** Made when it is asked for, like the stream: each costs as much as the rest of a small answer. */
  get headers(): Headers {
    this.#headers ??= webHeaders(this.#rawHeaders);
    return this.#headers;
  }

  get body(): FetchResponse['body'] {
    if (this.#hasBody) this.#stream ??= toWebStream(this);
    return this.#stream ?? null;
  }

  pieces(): Source<Bytes> | undefined {
    return this.#hasBody ? this : undefined;
  }

  async text(): Promise<string> {
    const bytes = this.#all();
    return utf8(bytes instanceof Promise ? await bytes : bytes);
  }

  async json(): Promise<unknown> {
    const bytes = this.#all();
    return JSON.parse(utf8(bytes instanceof Promise ? await bytes : bytes));
  }

  /** What came before a break is given before its error. */
  next(): MaybePromise<Bytes | undefined> {
    this.#bodyUsed = true;
    if (this.#pieces.length > 0) return this.#take();
    if (!this.#isOver) {
      return new Promise((give, fail) => {
        this.#waiting = { isForAll: false, give, fail };
      });
    }
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure !== undefined) throw failure.error;
    return undefined;
  }

  /** Lets go of the connection, which cannot be used again; one whose answer came whole is in use elsewhere already. */
  cancel(): void {
    this.#bodyUsed = true;
    this.#failure = undefined;
    this.#abandon();
  }

  /**
   * From now on the ending cancels, at every moment: the head that is waited for, or the read that waits or comes next,
   * fails with its reason. It has no effect any more once the body was read to its end.
   */
  cancelOn(ending: Ending): void {
    if (this.#isOver) return;
    this.#stopListening = ending.onEnd((error) => {
      this.#failure = { error };
      this.#abandon();
    });
  }

  onConnect(abort: () => void): void {
    this.#abort = abort;
    // It was cancelled while it waited for its connection.
    if (this.#isOver) abort();
  }

  onHeaders(status: number, headers: Buffer[], resume: () => void): boolean {
    // 1xx: the answer's own head is still to come.
    if (status < 200) return true;
    this.status = status;
    this.#rawHeaders = headers;
    this.#resume = resume;
    this.#head?.give(this);
    this.#head = undefined;
    return true;
  }

  onData(chunk: Buffer): boolean {
    if (!this.#hasBody) return true;
    const waiting = this.#waiting;
    // All that comes with one read of the network is one piece: Google sends a fast answer as many small ones, and each
    // would cost every layer, and the client's socket, a turn of its own. undici tells of them within one turn.
    if (waiting?.isForAll === false && this.#pieces.length === 0) process.nextTick(UndiciResponse.#settleLater, this);
    this.#pieces.push(chunk as Bytes);
    this.#held += chunk.length;
    this.#isPaused = this.#held >= HIGH_WATER_MARK && waiting?.isForAll !== true;
    return !this.#isPaused;
  }

  onComplete(): void {
    this.#isOver = true;
    this.#letGoWhenRead();
    if (this.#pieces.length === 0 || this.#waiting?.isForAll) this.#settle();
  }

  onError(error: unknown): void {
    if (this.#isOver) return;
    this.#failure = { error };
    this.#end();
  }

  get #hasBody(): boolean {
    return this.#method !== 'HEAD' && !BODILESS.includes(this.status);
  }

  /** Cancelled, by its reader or by its ending: what came and was not read is of no use any more. */
  #abandon(): void {
    this.#pieces = [];
    this.#held = 0;
    const isUnderWay = !this.#isOver;
    this.#end();
    if (isUnderWay) this.#abort?.();
  }

  /** It ends before it is whole. */
  #end(): void {
    this.#isOver = true;
    this.#letGo();
    this.#head?.fail(this.#failure?.error);
    this.#head = undefined;
    this.#settle();
  }

  static #settleLater(response: UndiciResponse): void {
    response.#settle();
  }

  /** Gives what is there to whoever waits for it. */
  #settle(): void {
    const waiting = this.#waiting;
    if (waiting === undefined) return;
    const hasPiece = this.#pieces.length > 0 && !waiting.isForAll;
    if (!hasPiece && !this.#isOver) return;
    this.#waiting = undefined;
    if (hasPiece) {
      waiting.give(this.#take());
    } else if (this.#failure !== undefined) {
      waiting.fail(this.#failure.error);
      this.#failure = undefined;
    } else if (waiting.isForAll) {
      waiting.give(this.#take());
    } else {
      waiting.give(undefined);
    }
  }

  #all(): Bytes | Promise<Bytes> {
    if (this.#bodyUsed) throw new TypeError('The body has been read already');
    this.#bodyUsed = true;
    if (this.#isOver && this.#failure === undefined) return this.#take();
    return new Promise((give, fail) => {
      this.#waiting = { isForAll: true, give, fail };
      this.#settle();
      this.#unpause();
    });
  }

  /** What is held, as one. */
  #take(): Bytes {
    const [only] = this.#pieces;
    const bytes = only !== undefined && this.#pieces.length === 1 ? only : Buffer.concat(this.#pieces, this.#held);
    this.#pieces = [];
    this.#held = 0;
    this.#unpause();
    this.#letGoWhenRead();
    return bytes;
  }

  /** Reads the connection again. It tells of what it had read before it returns. */
  #unpause(): void {
    if (!this.#isPaused) return;
    this.#isPaused = false;
    this.#resume?.();
  }

  #letGoWhenRead(): void {
    if (this.#isOver && this.#pieces.length === 0) this.#letGo();
  }

  /** An ending that outlives its call would hold all of it. */
  #letGo(): void {
    this.#stopListening?.();
    this.#stopListening = undefined;
  }
}

/** Without the mark that some put before a UTF-8 text, like the web's. */
function utf8(bytes: Bytes): string {
  const text = bytes.toString();
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

/** Each byte a character, as the web has it: what is sent on in the same way is the same again, whatever its encoding. */
const latin1 = (bytes: Buffer | undefined): string => bytes?.toString('latin1') ?? '';

/** @param raw names and values in turn. */
function webHeaders(raw: readonly Buffer[]): Headers {
  const web = new Headers();
  for (let at = 0; at < raw.length; at += 2) web.append(latin1(raw[at]), latin1(raw[at + 1]));
  return web;
}
