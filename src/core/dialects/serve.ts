/** The one driver: has a call of any dialect answered by the pipeline, whole or as a stream. */
import type { Handler, RequestContext } from '../context.ts';
import { hasLeft } from '../ended.ts';
import type { Reply, RequestHead } from '../exchange.ts';
import { type Answered, type Ask, callOf, type Question } from '../pipeline/call.ts';
import { mergeStreams, type SourcedEvents } from '../pipeline/merge-streams.ts';
import { tracedAnswer } from '../pipeline/traced.ts';
import type { Clock } from '../ports.ts';
import { createDeferred } from '../utils/deferred.ts';
import { type Ending, follow, type OwnEnding } from '../utils/ending.ts';
import { answerHeaders } from './delivery/answer-headers.ts';
import { wantsFresh } from './delivery/cache-control.ts';
import type { ClientError } from './delivery/client-error.ts';
import { headLimit, headProgress, keepAliveInterval, modeOf } from './delivery/delivery.ts';
import type { Dialect, GenerateCall, StreamEncoder } from './dialect.ts';
import { wholeAnswer } from './respond-json.ts';
import { streamAnswer } from './respond-stream.ts';

export interface ServeDeps {
  readonly answer: Ask;
  readonly clock: Clock;
  readonly clientError: ClientError;
}

/** One call under way. */
interface Asked<Call> {
  readonly call: Call;
  readonly context: RequestContext;
  readonly answering: Promise<readonly Answered[]>;
  /** The head may go out. */
  readonly begun: Promise<void>;
  /** The answer may end before the request: when its reader stops reading, or one of several copies fails. */
  readonly own: OwnEnding;
}

export interface Driver {
  /** What answers a route of this dialect. */
  serve<Call extends GenerateCall>(dialect: Dialect<Call>): Handler;
  /**
   * The answer to a call that is decoded already.
   * @throws {ProxyError} before the head; what fails later is told in the stream.
   */
  respond<Call extends GenerateCall>(
    dialect: Encoding<Call>,
    call: Call,
    request: Pick<RequestHead, 'header'>,
    context: RequestContext,
  ): Promise<Reply>;
}

type Encoding<Call extends GenerateCall> = Omit<Dialect<Call>, 'decode'>;

export function createDriver(deps: ServeDeps): Driver {
  const respond: Driver['respond'] = async (dialect, call, request, context) => {
    const asked = ask(deps, request, call, context);
    try {
      return await (call.stream ? respondStream(deps, dialect, asked) : respondJson(deps, dialect, asked));
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

function ask<Call extends GenerateCall>(
  { answer }: ServeDeps,
  request: Pick<RequestHead, 'header'>,
  call: Call,
  context: RequestContext,
): Asked<Call> {
  const { caller, settings, trace } = context;
  const own = follow(context.ending);
  const begun = createDeferred();
  const mode = modeOf(settings, call.stream);
  const { model, body, meaning, lifted, pinnedTo, refusals, bodyFor, raw } = call;
  const question: Question = {
    ...callOf(context, model, body, own.ending),
    ...(meaning !== undefined && { meaning }),
    ...(lifted !== undefined && { lifted }),
    ...(pinnedTo !== undefined && { pinnedTo }),
    ...(refusals !== undefined && { refusals }),
    ...(bodyFor !== undefined && { bodyFor }),
    ...(raw !== undefined && { raw }),
    mode,
    client: `${caller.trust} ${caller.id}`,
    fresh: wantsFresh(request),
    progress: headProgress(mode, caller, begun),
  };
  // Each of the copies must be an answer of its own.
  const answering = Promise.all(
    Array.from({ length: call.copies }, (_, copy) => tracedAnswer(trace, answer, { ...question, copy })),
  );
  return { call, context, answering, begun: begun.promise, own };
}

function respondJson<Call extends GenerateCall>(
  { clock }: ServeDeps,
  dialect: Encoding<Call>,
  { call, context, answering, begun, own }: Asked<Call>,
): Promise<Reply> {
  const encoding = answering.then(async (answers): Promise<Reply> => {
    const whole = await dialect.whole(answers, call, context);
    const contentType = dialect.contentType ?? 'application/json';
    return {
      status: 200,
      headers: { 'content-type': contentType, ...answerHeaders(context.settings, call.model, answers) },
      body: 'json' in whole ? JSON.stringify(whole.json) : whole.written,
    };
  });
  return wholeAnswer(clock, context, { answering: encoding, begun, onCancel: () => own.end() });
}

function respondStream<Call extends GenerateCall>(
  { clock, clientError }: ServeDeps,
  dialect: Encoding<Call>,
  { call, context, answering, begun, own }: Asked<Call>,
): Promise<Reply> {
  const { settings, caller, language } = context;
  const early = dialect.stream(call, context, undefined);
  const { ending } = own;
  const told = (error: unknown) => dialect.error(clientError(error, ending), language);
  return streamAnswer({
    answering,
    begun,
    clock,
    headWithin: headLimit(settings, caller, clock.now() - context.arrivedAt),
    interval: keepAliveInterval(settings),
    keepAlive: caller.trust === 'network' ? () => early.keepAlive() : undefined,
    pieces(answers, hasBegun) {
      // All pieces of a stream name the same model.
      const encoder = hasBegun ? early : dialect.stream(call, context, answers);
      return encodeStream(mergeStreams(answers.map(({ events }) => events)), encoder, ending, told);
    },
    fail: (error) => early.fail(told(error)),
    headers: (answers = []) => ({
      ...(early.contentType !== undefined && { 'content-type': early.contentType }),
      ...answerHeaders(settings, call.model, answers),
    }),
    ending,
    onCancel: () => own.end(),
  });
}

/**
 * Pieces of whole events. Never throws: the head has been sent, so what fails is told in the stream. Ends silently when the
 * client has left.
 * @param told what the client is told of an error
 */
export async function* encodeStream(
  source: AsyncIterable<SourcedEvents>,
  encoder: StreamEncoder,
  ending: Pick<Ending, 'ended' | 'reason'>,
  told: (error: unknown) => object,
): AsyncGenerator<string, void> {
  try {
    for await (const batch of source) yield encoder.batch(batch);
    yield encoder.end();
  } catch (error) {
    if (!hasLeft(ending)) yield encoder.fail(told(error));
  }
}
