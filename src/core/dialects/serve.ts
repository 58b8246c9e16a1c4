/** The one driver: has a call of any dialect answered by the pipeline, whole or as a stream. */
import type { Handler, RequestContext, Trace } from '../context.ts';
import { hasLeft } from '../ended.ts';
import type { Reply, RequestHead } from '../exchange.ts';
import { noteAnswer, noteBatch, noteFailure, noteQuestion } from '../log/trace.ts';
import type { Batches, GenerateCall, GenerateHandler, GenerateResult } from '../pipeline/call.ts';
import type { Batch } from '../pipeline/outcome.ts';
import type { Clock } from '../ports.ts';
import { createDeferred } from '../utils/deferred.ts';
import { type Ending, follow, type OwnEnding } from '../utils/ending.ts';
import { map } from '../utils/streams/map.ts';
import { merge } from '../utils/streams/merge.ts';
import type { Source } from '../utils/streams/source.ts';
import { answerHeaders } from './delivery/answer-headers.ts';
import { wantsFresh } from './delivery/cache-control.ts';
import type { ClientError } from './delivery/client-error.ts';
import { headLimit, headProgress, keepAliveInterval, modeOf } from './delivery/delivery.ts';
import type { Dialect, DialectCall, StreamEncoder } from './dialect.ts';
import { respondJson } from './respond-json.ts';
import { respondStream } from './respond-stream.ts';

export interface DriverDeps {
  readonly generate: GenerateHandler;
  readonly clock: Clock;
  readonly clientError: ClientError;
}

export interface Driver {
  /** What answers a route of this dialect. */
  serve<Call extends DialectCall>(dialect: Dialect<Call>): Handler;
  /**
   * The answer to a call that is decoded already.
   * @throws {ProxyError} before the head; what fails later is told in the stream.
   */
  respond<Call extends DialectCall>(
    dialect: Encoding<Call>,
    call: Call,
    request: Pick<RequestHead, 'header'>,
    context: RequestContext,
  ): Promise<Reply>;
}

type Encoding<Call extends DialectCall> = Omit<Dialect<Call>, 'decode'>;

/** One call under way. */
interface Asked<Call> {
  readonly call: Call;
  readonly context: RequestContext;
  readonly answering: Promise<readonly GenerateResult[]>;
  /** The head may go out. */
  readonly begun: Promise<void>;
  /** The answer may end before the request: when its reader stops reading, or one of several copies fails. */
  readonly own: OwnEnding;
}

export function createDriver(deps: DriverDeps): Driver {
  const respond: Driver['respond'] = async (dialect, call, request, context) => {
    const asked = ask(deps, request, call, context);
    try {
      return await (call.stream ? streamed(deps, dialect, asked) : whole(deps, dialect, asked));
    } catch (error) {
      asked.own.end();
      throw error;
    }
  };
  return {
    respond,
    serve: (dialect) => async (exchange, context, params) =>
      respond(dialect, await dialect.decode(exchange, context, params), exchange, context),
  };
}

function ask<Call extends DialectCall>(
  { generate }: DriverDeps,
  request: Pick<RequestHead, 'header'>,
  call: Call,
  context: RequestContext,
): Asked<Call> {
  const { caller, kinds, settings, trace } = context;
  const own = follow(context.ending);
  const begun = createDeferred();
  const mode = modeOf(settings, call.stream);
  const { model, body, meaning, detached, pinnedTo, refusals, bodyFor, raw } = call;
  const client = `${caller.trust} ${caller.id}`;
  const noCache = wantsFresh(request);
  const progress = headProgress(mode, caller, begun);
  const dispatch = async (copy: number): Promise<GenerateResult> => {
    noteQuestion(trace, model, body);
    // All fields in one literal: a spread with as many behind it is a dictionary to V8, at 18 us a request.
    const asked: GenerateCall = {
      model,
      body,
      detached,
      ending: own.ending,
      callerId: caller.id,
      pinnedTo,
      kinds,
      progress,
      mode,
      client,
      meaning,
      copy,
      noCache,
      raw,
      refusals,
      bodyFor,
    };
    try {
      const result = await generate(asked);
      noteAnswer(trace, result);
      return result;
    } catch (error) {
      noteFailure(trace, error);
      throw error;
    }
  };
  // Each of the copies must be an answer of its own.
  const dispatched: Promise<GenerateResult>[] = [];
  for (let copy = 0; copy < call.copies; copy++) dispatched.push(dispatch(copy));
  return { call, context, answering: Promise.all(dispatched), begun: begun.promise, own };
}

function whole<Call extends DialectCall>(
  { clock }: DriverDeps,
  dialect: Encoding<Call>,
  { call, context, answering, begun, own }: Asked<Call>,
): Promise<Reply> {
  const encoding = answering.then(async (results): Promise<Reply> => {
    const body = await dialect.whole(results, call, context);
    const contentType = dialect.contentType ?? 'application/json';
    return {
      status: 200,
      headers: { 'content-type': contentType, ...answerHeaders(context.settings, call.model, results) },
      body: 'json' in body ? JSON.stringify(body.json) : body.written,
    };
  });
  return respondJson(clock, context, { answering: encoding, begun, onCancel: () => own.end() });
}

function streamed<Call extends DialectCall>(
  { clock, clientError }: DriverDeps,
  dialect: Encoding<Call>,
  { call, context, answering, begun, own }: Asked<Call>,
): Promise<Reply> {
  const { settings, caller, language, trace, arrivedAt } = context;
  const early = dialect.stream(call, context, undefined);
  const { ending, end } = own;
  const told = (error: unknown) => dialect.error(clientError(error, ending), language);
  return respondStream({
    answering,
    begun,
    clock,
    headWithin: headLimit(settings, caller, clock.now() - arrivedAt),
    interval: keepAliveInterval(settings),
    keepAlive: caller.trust === 'network' ? () => early.keepAlive() : undefined,
    pieces(results, hasBegun) {
      // All pieces of a stream name the same model.
      const encoder = hasBegun ? early : dialect.stream(call, context, results);
      const sources = results.map(({ batches }) => batches);
      return encodeStream(sources, encoder, { ending, told, trace, onCancel: () => end() });
    },
    fail: (error) => early.fail(told(error)),
    headers: (results = []) => ({
      ...(early.contentType !== undefined && { 'content-type': early.contentType }),
      ...answerHeaders(settings, call.model, results),
    }),
    ending,
    onCancel: () => end(),
  });
}

export interface StreamHooks {
  readonly ending: Pick<Ending, 'ended' | 'reason'>;
  /** What the client is told of an error. */
  told(error: unknown): object;
  readonly trace: Trace;
  /** The reader left before the end. */
  onCancel(): void;
}

/**
 * Pieces of whole events. The head has been sent, so what fails is told in the stream, our own failures included; when the
 * client has left nobody is told anything.
 * @param sources one answer for each copy
 */
export function encodeStream(
  sources: readonly Batches[],
  encoder: StreamEncoder,
  { ending, told, trace, onCancel }: StreamHooks,
): Source<string> {
  const encode = (batch: Batch, source: number) => {
    noteBatch(trace, batch);
    return encoder.batch(batch, source) || undefined;
  };
  const stage = {
    end: () => encoder.end() || undefined,
    rescue(error: unknown) {
      noteFailure(trace, error);
      return hasLeft(ending) ? undefined : encoder.fail(told(error));
    },
    cancel: onCancel,
  };
  const [only, ...others] = sources;
  if (only !== undefined && others.length === 0) return map(only, { each: (batch) => encode(batch, 0), ...stage });
  return map(merge(sources), { each: ({ item, source }) => encode(item, source), ...stage });
}
