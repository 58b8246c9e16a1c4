/** Decides what one request is answered: status, headers and the chunks of the body. No timing and no sockets here. */
import type { GenerateContentRequest, GenerateContentResponse } from '../../src/core/google/wire.ts';
import type { Model } from '../../src/core/models/model.ts';
import { type Answer, defaultAnswer, textChunks, toBody, toEvents, tokens } from './answers.ts';
import { embedMany, embedOne } from './embeddings.ts';
import { type ErrorKind, googleError } from './errors.ts';
import { modelPage } from './models.ts';
import type { RecordedRequest } from './record.ts';
import type { Resources } from './resources.ts';
import type { Say } from './script.ts';
import type { Reply } from './send.ts';
import { historyFault } from './signatures.ts';
import { isGenerateRequest, requestFault } from './validate.ts';
import type { VertexWorld } from './vertex.ts';

export interface World {
  readonly models: readonly Model[];
  /** Keys that work; absent: all do. */
  readonly keys?: ReadonlySet<string>;
  /** What keys made: files, caches, operations. */
  readonly resources: Resources;
  /** Sign-in of service accounts and Vertex' own paths. */
  readonly vertex: VertexWorld;
}

const JSON_TYPE = 'application/json; charset=UTF-8';

export function replyTo(request: RecordedRequest, say: Say, world: World): Reply {
  if (say.raw !== undefined) {
    return { status: say.status ?? 200, contentType: say.contentType ?? JSON_TYPE, chunks: say.raw };
  }
  if (say.garbage) return { status: 200, contentType: 'text/html', chunks: ['<!doctype html><title>Sign in</title>'] };
  if (say.error !== undefined) return refuse(request, say.error, say);
  const signIn = world.vertex.answer(request);
  if (signIn !== undefined) return signIn;
  if (request.key === '') return refuse(request, 'no-key');
  if (world.keys !== undefined && !world.keys.has(request.key)) return refuse(request, 'key-invalid');
  const resource = world.resources.answer(request);
  if (resource !== undefined) return resource;
  if (request.method === 'models.list') return json(modelPage(world.models, new URLSearchParams(request.query)));

  const model = world.models.find(({ name }) => name === `models/${request.model}`);
  if (request.method === 'models.get' && model !== undefined) return json(model);
  if (!model?.supportedGenerationMethods?.some((method) => method === request.method)) {
    return refuse(request, 'model-not-found');
  }
  return request.method === 'generateContent' || request.method === 'streamGenerateContent'
    ? generate(request, say)
    : measure(request);
}

function generate(request: RecordedRequest, say: Say): Reply {
  const { body, model } = request;
  if (!isGenerateRequest(body)) return refuse(request, 'bad-request', { message: requestFault(body) ?? '' });
  const fault = historyFault(body, model);
  if (fault !== undefined) return refuse(request, 'bad-request', { message: fault });

  const stream = request.method === 'streamGenerateContent';
  const answer = scriptedAnswer(say) ?? defaultAnswer(body, model);
  const events = scriptedEvents(say, model) ?? (stream ? toEvents(answer, body, model) : [toBody(answer, body, model)]);
  const sent = say.truncated ? events.slice(0, -1) : events;
  return stream ? streamed(request, sent) : json(withoutFinish(say, events));
}

function scriptedAnswer({ text, empty }: Say): Answer | undefined {
  if (empty) return { chunks: [], finishReason: 'STOP' };
  if (text === undefined) return undefined;
  const chunks = typeof text === 'string' ? textChunks(text) : text.map((piece) => [{ text: piece }]);
  return { chunks, finishReason: 'STOP' };
}

function scriptedEvents({ chunks, blocked }: Say, model: string): readonly GenerateContentResponse[] | undefined {
  if (chunks !== undefined) return chunks;
  if (blocked === undefined) return undefined;
  return [
    {
      promptFeedback: { blockReason: blocked },
      usageMetadata: { promptTokenCount: 8, totalTokenCount: 8 },
      modelVersion: model,
    },
  ];
}

function withoutFinish(say: Say, events: readonly GenerateContentResponse[]): GenerateContentResponse {
  const body = events[0] ?? {};
  if (!say.truncated) return body;
  return { ...body, candidates: (body.candidates ?? []).map(({ finishReason: _, ...rest }) => rest) };
}

function measure(request: RecordedRequest): Reply {
  const body = typeof request.body === 'object' && request.body !== null ? request.body : {};
  if (request.method === 'embedContent') return json(embedOne(body));
  if (request.method === 'batchEmbedContents') return json(embedMany(body));
  const { contents, generateContentRequest } = body as {
    contents?: unknown;
    generateContentRequest?: GenerateContentRequest;
  };
  const totalTokens = tokens(JSON.stringify(contents ?? generateContentRequest?.contents ?? []));
  return json({ totalTokens, promptTokensDetails: [{ modality: 'TEXT', tokenCount: totalTokens }] });
}

const json = (body: object, status = 200): Reply => ({
  status,
  contentType: JSON_TYPE,
  chunks: [JSON.stringify(body, null, 2)],
});

/** SSE with CRLF where it was asked for, else one JSON array that grows, as Google streams. */
function streamed(request: RecordedRequest, events: readonly GenerateContentResponse[]): Reply {
  if (request.query.alt === 'sse') {
    return {
      status: 200,
      contentType: 'text/event-stream',
      chunks: events.map((event) => `data: ${JSON.stringify(event)}\r\n\r\n`),
    };
  }
  const chunks = events.map((event, index) => `${index === 0 ? '[' : ',\r\n'}${JSON.stringify(event)}`);
  return { status: 200, contentType: JSON_TYPE, chunks: [...chunks, events.length === 0 ? '[]' : ']'] };
}

function refuse(request: RecordedRequest, kind: ErrorKind, refine: Say = {}): Reply {
  const { key, model, method } = request;
  const { message, retryDelay, limit } = refine;
  const { status, body } = googleError(kind, {
    key,
    model,
    method,
    ...(message === undefined ? {} : { message }),
    ...(retryDelay === undefined ? {} : { retryDelay }),
    ...(limit === undefined ? {} : { limit }),
  });
  // A stream that was not asked for as SSE wraps its error in an array too.
  return json(method === 'streamGenerateContent' && request.query.alt !== 'sse' ? [body] : body, status);
}
