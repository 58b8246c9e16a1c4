/** The answer to a chat on its way to the client: streamed, or in one piece. */

import { openAIErrorBody } from '../../../errors.ts';
import { collectSignatures } from '../../../google/signatures/signature-vault.ts';
import { collect, readAll } from '../../../google/stream/collect.ts';
import type { GenerateContentResponse } from '../../../google/wire.ts';
import { languageOf } from '../../../language.ts';
import type { Answered } from '../../../pipeline/call.ts';
import { mergeStreams } from '../../../pipeline/merge-streams.ts';
import type { Caller } from '../../../ports.ts';
import type { Services } from '../../../services.ts';
import { jsonResponse } from '../../../utils/web/json-response.ts';
import { answerHeaders } from '../../delivery/answer-headers.ts';
import { toldError } from '../../delivery/client-error.ts';
import { headLimit, keepAliveInterval, refusalsFor } from '../../delivery/delivery.ts';
import { wholeAnswer } from '../../respond-json.ts';
import { streamAnswer } from '../../respond-stream.ts';
import type { ChatForm } from './chat-form.ts';
import type { DecodedChat } from './decode/request.ts';
import { encodeCompletion } from './encode/completion.ts';
import { encodeChunks, failureChunk, keepAliveChunk } from './encode/encode-chunks.ts';
import type { EncodeContext } from './encode/encode-context.ts';

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
