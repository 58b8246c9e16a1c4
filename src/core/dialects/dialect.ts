/** What a dialect is: how a client's request becomes Google's own, and how Google's answer is told in the client's form. */
import type { RequestContext } from '../context.ts';
import type { Language, ProxyError } from '../errors.ts';
import type { Bytes, Exchange, Pieces } from '../exchange.ts';
import type { GenerateCall, GenerateResult } from '../pipeline/call.ts';
import type { Batch } from '../pipeline/outcome.ts';

/** Google's own request, which is the one representation within, and what its answer needs. */
export interface DialectCall
  extends Pick<GenerateCall, 'body' | 'meaning' | 'detached' | 'pinnedTo' | 'refusals' | 'bodyFor' | 'raw'> {
  /** Google's id of the model. */
  readonly model: string;
  readonly stream: boolean;
  /** So many answers are asked for, each a call of its own. */
  readonly copies: number;
}

export interface Dialect<Call extends DialectCall> {
  /**
   * Body -> Google's request.
   * @param params what stood in the variable parts of the path
   * @throws {ProxyError} that names the field in the client's own words
   */
  decode(exchange: Exchange, context: RequestContext, params: Readonly<Record<string, string>>): Call | Promise<Call>;
  /**
   * The answer in one piece: what becomes JSON, or JSON that is written already.
   * @param results one for each copy
   */
  whole(results: readonly GenerateResult[], call: Call, context: RequestContext): WholeBody | Promise<WholeBody>;
  /** @param results undefined where the head goes out before they are there: then they may turn out to be another model's. */
  stream(call: Call, context: RequestContext, results: readonly GenerateResult[] | undefined): StreamEncoder;
  error(error: ProxyError, language: Language): object;
  /** Of a whole answer; `application/json` where it is left out. */
  readonly contentType?: string;
}

export type WholeBody = { readonly json: object } | { readonly written: string | Bytes | Pieces };

/** Writes one streamed answer. What it returns is sent as one piece, so each must be whole events; empty: nothing is sent. */
export interface StreamEncoder {
  readonly contentType?: string;
  /** @param source number of the call, where several copies were asked for */
  batch(batch: Batch, source: number): string;
  /** What closes the stream. */
  end(): string;
  /** The last piece of a stream that fails after its head. */
  fail(error: object): string;
  /** A piece that says nothing, for a client that would give up waiting. */
  keepAlive(): string;
}
