/** Gemini's own generate calls through the answer engine, so that they have all that the other dialect has. */

import { hasLeft } from '../../../ended.ts';
import { geminiErrorBody } from '../../../errors.ts';
import { collect, readAll } from '../../../google/stream/collect.ts';
import { languageOf } from '../../../language.ts';
import { isSillyTavern } from '../../../named-client.ts';
import type { Answered, Question } from '../../../pipeline/call.ts';
import type { Caller } from '../../../ports.ts';
import type { Services } from '../../../services.ts';
import { createDeferred } from '../../../utils/deferred.ts';
import { checkTextDepth } from '../../../utils/json/json-depth.ts';
import { linkedAbort } from '../../../utils/streams/linked-abort.ts';
import { wholeResponse } from '../../../utils/web/json-response.ts';
import { answerHeaders } from '../../delivery/answer-headers.ts';
import { wantsFresh } from '../../delivery/cache-control.ts';
import { toldError } from '../../delivery/client-error.ts';
import { headLimit, headProgress, keepAliveInterval, modeOf } from '../../delivery/delivery.ts';
import { wholeAnswer } from '../../respond-json.ts';
import { streamAnswer } from '../../respond-stream.ts';
import { createFraming, type Framing } from './framing.ts';
import { createStopNotice } from './stop-notice.ts';
import { padNative } from './transforms.ts';

export interface NativeCall {
  /** Upstream id. */
  readonly model: string;
  /** How the answer is framed; undefined: in one piece. */
  readonly stream: Framing | undefined;
}

/** With what was found out by reading the body. */
export interface ReadCall extends NativeCall {
  readonly body: string;
  /** The key that owns what the body names. */
  readonly pinnedTo: string | undefined;
}

/** As Google writes it. */
const JSON_TYPE = 'application/json; charset=UTF-8';

const GENERATE = /^\/v1beta\/models\/([^/:]+):(generateContent|streamGenerateContent)$/;

/** Undefined for what passes to Google as it is: other methods and versions, and queries that change the answer's form. */
export function readNativeCall(method: string, path: string, query: string): NativeCall | undefined {
  const [, model, call] = GENERATE.exec(path) ?? [];
  const alt = new URLSearchParams(query).get('alt');
  if (method !== 'POST' || model === undefined || !/^(\?alt=(sse|json))?$/.test(query)) return undefined;
  const stream = call === 'generateContent' ? undefined : alt === 'sse' ? 'events' : 'array';
  return { model: decodeURIComponent(model), stream };
}

/** @throws {ProxyError} before the head; what fails later is told in the stream. */
export async function answerNative(
  services: Services,
  request: Request,
  caller: Caller,
  { model, stream, body: meaning, pinnedTo }: ReadCall,
): Promise<Response> {
  const { settings, engine } = services;
  checkTextDepth(meaning);
  const padded = padNative(services, request.headers, meaning);
  const ending = linkedAbort(request.signal);
  const begun = createDeferred();
  const mode = modeOf(settings.current(), stream !== undefined);
  const question: Question = {
    model,
    body: padded ?? meaning,
    ...(padded === undefined ? {} : { meaning }),
    signal: ending.signal,
    mode,
    raw: stream === undefined,
    client: `${caller.trust} ${caller.id}`,
    fresh: wantsFresh(request),
    progress: headProgress(mode, caller, begun),
    ...(pinnedTo === undefined ? {} : { pinnedTo }),
    // Its page shows a failure by its status, and nothing of what Google says in place of an answer.
    ...(isSillyTavern(request.headers) ? { refusals: 'error' } : {}),
  };
  const asked = { request, caller, model, ending, begun: begun.promise, answering: engine.answer(question) };
  try {
    return await (stream === undefined ? respondWhole(services, asked) : respondStreamed(services, asked, stream));
  } catch (error) {
    ending.abort();
    throw error;
  }
}

interface Asked {
  readonly request: Request;
  readonly caller: Caller;
  readonly model: string;
  readonly ending: AbortController;
  readonly begun: Promise<void>;
  readonly answering: Promise<Answered>;
}

async function respondWhole(services: Services, asked: Asked): Promise<Response> {
  const { caller, model, ending, begun } = asked;
  const answering = asked.answering.then(async (answered) => {
    const headers = { 'content-type': JSON_TYPE, ...answerHeaders(services, model, [answered]) };
    if (answered.raw instanceof ReadableStream) return new Response(answered.raw, { headers });
    const events = await readAll(answered.events);
    return wholeResponse(answered.raw ?? JSON.stringify(collect(events)), headers);
  });
  return wholeAnswer(services, caller, { answering, begun, onCancel: () => ending.abort() });
}

async function respondStreamed(services: Services, asked: Asked, kind: Framing): Promise<Response> {
  const { request, caller, model, ending, begun, answering } = asked;
  const settings = services.settings.current();
  const framing = createFraming(kind);
  const language = languageOf(request, settings);
  const notice = isSillyTavern(request.headers) ? createStopNotice(language) : undefined;
  const fail = (error: unknown) => framing.fail(geminiErrorBody(toldError(services, error, ending.signal), language));
  return streamAnswer({
    answering,
    begun,
    clock: services.ports.clock,
    headWithin: headLimit(settings, caller),
    interval: keepAliveInterval(settings),
    keepAlive: caller.trust === 'network' ? framing.keepAlive : undefined,
    async *pieces({ events }) {
      try {
        for await (const batch of events) {
          notice?.hear(batch);
          yield framing.frame(batch);
        }
        yield framing.frame(notice?.events() ?? []);
        yield framing.end();
      } catch (error) {
        if (!hasLeft(ending.signal)) yield fail(error);
      }
    },
    fail,
    headers: (answered) => ({
      'content-type': framing.contentType,
      ...answerHeaders(services, model, answered === undefined ? [] : [answered]),
    }),
    signal: ending.signal,
    onCancel: () => ending.abort(),
  });
}
