/** The answer to a chat on its way to the client: streamed, or in one piece. */
import { collect, readAll } from '../answer/collect.ts';
import { mergeStreams } from '../answer/fan-out.ts';
import type { Answered } from '../answer/question.ts';
import { openAIErrorBody } from '../errors.ts';
import { collectSignatures } from '../gemini/signature-vault.ts';
import type { GenerateContentResponse } from '../gemini/wire.ts';
import { answerHeaders } from '../http/answer-headers.ts';
import { languageOf } from '../http/language.ts';
import { headLimit, keepAliveInterval, refusalsFor } from '../http/mode.ts';
import { streamAnswer } from '../http/stream-answer.ts';
import { toldError } from '../http/told-error.ts';
import { wholeAnswer } from '../http/whole-answer.ts';
import { jsonResponse } from '../http/whole-response.ts';
import type { Caller } from '../ports.ts';
import type { Services } from '../services.ts';
import type { ChatForm } from './chat-form.ts';
import { encodeChunks, failureChunk, keepAliveChunk } from './encode-chunks.ts';
import type { EncodeContext } from './encode-context.ts';
import type { DecodedChat } from './request.ts';
import { encodeCompletion } from './response.ts';

export interface Asked {
  readonly request: Request;
  readonly caller: Caller;
  /** Ms since the epoch. */
  readonly askedAt: number;
  readonly chat: DecodedChat;
  readonly form: ChatForm;
  /** The model as the client named it. */
  readonly name: string;
  readonly answering: Promise<readonly Answered[]>;
  /** The head may go out. */
  readonly begun: Promise<void>;
  readonly ending: AbortController;
}

/** @throws {ProxyError} before the head. */
export async function respondWhole(services: Services, asked: Asked): Promise<Response> {
  const { chat, form, answering, begun, ending, caller } = asked;
  const encoding = answering.then(async (answers) => {
    const wholes = await Promise.all(answers.map(async ({ events }) => collect(await readAll(events))));
    // Before the signatures are kept: encoding gives calls their ids.
    const completion = encodeCompletion(wholes, encodeContext(services, asked, answers));
    for (const whole of wholes) keepSignatures(services, whole);
    return jsonResponse(form.whole(completion), answerHeaders(services, chat.model, answers));
  });
  return wholeAnswer(services, caller, { answering: encoding, begun, onCancel: () => ending.abort() });
}

/** @throws {ProxyError} before the head; what fails later is told in the stream. */
export async function respondStreamed(services: Services, asked: Asked): Promise<Response> {
  const { chat, form, answering, begun, ending, caller } = asked;
  const { clock } = services.ports;
  const settings = services.settings.current();
  const early = encodeContext(services, asked);
  const told = (error: unknown) => openAIErrorBody(toldError(services, error, ending.signal), early.language);
  return streamAnswer({
    answering,
    begun,
    clock,
    headWithin: headLimit(settings, caller, clock.now() - asked.askedAt),
    interval: keepAliveInterval(settings),
    keepAlive: caller.trust === 'network' ? () => form.events(keepAliveChunk(early)) : undefined,
    pieces(answers, hasBegun) {
      // All chunks of a stream name the same model.
      const context = hasBegun ? early : encodeContext(services, asked, answers);
      return encodeChunks(mergeStreams(answers.map(({ events }) => events)), context, {
        signal: ending.signal,
        form,
        told,
        onAnswer: (answer) => keepSignatures(services, answer),
      });
    },
    fail: (error) => form.events(failureChunk(told(error))),
    headers: (answers = []) => answerHeaders(services, chat.model, answers),
    signal: ending.signal,
    onCancel: () => ending.abort(),
  });
}

function keepSignatures({ signatures }: Services, answer: GenerateContentResponse): void {
  const signed = collectSignatures(answer);
  if (signed.length > 0) void signatures.keep(signed);
}

function encodeContext(
  { ports, settings }: Services,
  { request, caller, chat, form, name }: Asked,
  [first]: readonly Answered[] = [],
): EncodeContext {
  const isOther = first !== undefined && first.model !== chat.model;
  return {
    id: `chatcmpl-${ports.ids()}`,
    created: Math.floor(ports.clock.now() / 1000),
    model: isOther ? first.model : name,
    includeUsage: chat.includeUsage,
    ids: ports.ids,
    clientName: chat.toolNames.toClient,
    usedCallIds: chat.callIds,
    images: settings.current().imagesAs,
    thoughts: settings.current().thoughtsAs,
    listSources: settings.current().listSources,
    refusalsAs: form.hasRefusal ? refusalsFor(caller) : 'content',
    language: languageOf(request, settings.current()),
  };
}
