/** What a dialect is: how a client's request becomes Google's own, and how Google's answer is told in the client's form. */
import type { RequestContext } from '../context.ts';
import type { Language, ProxyError } from '../errors.ts';
import type { Bytes, Exchange, Pieces } from '../exchange.ts';
import type { Answered, Question } from '../pipeline/call.ts';
import type { SourcedEvents } from '../pipeline/merge-streams.ts';

/** Google's own request, which is the one representation within, and what its answer needs. */
export interface GenerateCall
  extends Pick<Question, 'body' | 'meaning' | 'lifted' | 'pinnedTo' | 'refusals' | 'bodyFor' | 'raw'> {
  /** Google's id of the model. */
  readonly model: string;
  readonly stream: boolean;
  /** So many answers are asked for, each a call of its own. */
  readonly copies: number;
}

export interface Dialect<Call extends GenerateCall> {
  /**
   * Body -> Google's request.
   * @param params what stood in the variable parts of the path
   * @throws {ProxyError} that names the field in the client's own words
   */
  decode(exchange: Exchange, context: RequestContext, params: Readonly<Record<string, string>>): Call | Promise<Call>;
  /**
   * The answer in one piece: what becomes JSON, or JSON that is written already.
   * @param answers one for each copy
   */
  whole(answers: readonly Answered[], call: Call, context: RequestContext): WholeBody | Promise<WholeBody>;
  /** @param answers undefined where the head goes out before they are there: then they may turn out to be another model's. */
  stream(call: Call, context: RequestContext, answers: readonly Answered[] | undefined): StreamEncoder;
  error(error: ProxyError, language: Language): object;
  /** Of a whole answer; `application/json` where it is left out. */
  readonly contentType?: string;
}

export type WholeBody = { readonly json: object } | { readonly written: string | Bytes | Pieces };

/** Writes one streamed answer. What it returns is sent as one piece, so each must be whole events. */
export interface StreamEncoder {
  readonly contentType?: string;
  /** Each batch of Google's events. */
  batch(batch: SourcedEvents): string;
  /** What closes the stream. */
  end(): string;
  /** The last piece of a stream that fails after its head. */
  fail(error: object): string;
  /** A piece that says nothing, for a client that would give up waiting. */
  keepAlive(): string;
}
