/** `POST /v1/chat/completions`: decode, have it answered, encode. */

import { mergeStreams } from '../answer/fan-out.ts';
import type { ModelCall } from '../answer/generate.ts';
import { wantsPadding, withPadding } from '../gemini/shape/padding.ts';
import { collectSignatures } from '../gemini/signature-vault.ts';
import type { GenerateContentResponse } from '../gemini/wire.ts';
import { debugHeaders } from '../http/debug-headers.ts';
import { eventStream } from '../http/event-stream.ts';
import { languageOf } from '../http/language.ts';
import { linkedAbort } from '../http/linked-abort.ts';
import { readJson } from '../http/read-json.ts';
import type { Services } from '../services.ts';
import { encodeChunks } from './encode-chunks.ts';
import type { EncodeContext } from './encode-context.ts';
import { prepareRequest } from './prepare.ts';
import { type DecodedChat, decodeChat } from './request.ts';
import { resolveBody } from './resolve-body.ts';
import { encodeCompletion } from './response.ts';

/** @throws {ProxyError} before the head; a streamed answer carries later failures in itself. */
export async function chatCompletions(services: Services, request: Request): Promise<Response> {
  const { ports } = services;
  const settings = services.settings.current();
  const { body, resolved } = resolveBody(services, await readJson(request));
  const chat = decodeChat(body, { thoughts: settings.thoughtsAs !== 'hidden', ids: ports.ids, filters: settings });
  // The answer may end before the request: when its reader stops reading, or one of n calls fails.
  const ending = linkedAbort(request.signal);
  const prepared = await prepareRequest(services, chat, resolved, ending.signal);
  const sent = wantsPadding(request.headers, settings)
    ? withPadding(prepared, { length: settings.randomStringLength, random: ports.random })
    : prepared;
  const call: ModelCall = { model: chat.model, body: JSON.stringify(sent), signal: ending.signal };
  const context = encodeContext(services, request, chat, resolved.asked);
  try {
    return await (chat.stream ? streamed : whole)(services, chat, call, context, () => ending.abort());
  } catch (error) {
    ending.abort();
    throw error;
  }
}

type Answerer = (
  services: Services,
  chat: DecodedChat,
  call: ModelCall,
  context: EncodeContext,
  onCancel: () => void,
) => Promise<Response>;

const whole: Answerer = async (services, chat, call, context) => {
  const results = await Promise.all(
    copies(chat, () => services.generator.whole<GenerateContentResponse>('generateContent', call)),
  );
  const answers = results.map(({ value }) => value);
  // Before the signatures are kept: encoding gives calls their ids.
  const completion = encodeCompletion(answers, context);
  for (const answer of answers) keepSignatures(services, answer);
  const attempts = results.flatMap((result) => result.attempts);
  return Response.json(completion, { headers: debugHeaders(services, chat.model, attempts) });
};

const streamed: Answerer = async (services, chat, call, context, onCancel) => {
  const results = await Promise.all(copies(chat, () => services.generator.stream(call)));
  const attempts = results.flatMap((result) => result.attempts);
  const events = mergeStreams(results.map(({ value }) => value));
  const pieces = encodeChunks(events, context, {
    signal: call.signal,
    onAnswer: (answer) => keepSignatures(services, answer),
  });
  return eventStream(pieces, debugHeaders(services, chat.model, attempts), onCancel);
};

const copies = <T>({ copies }: DecodedChat, make: () => Promise<T>) => Array.from({ length: copies }, make);

function keepSignatures({ signatures }: Services, answer: GenerateContentResponse): void {
  const signed = collectSignatures(answer);
  if (signed.length > 0) void signatures.keep(signed);
}

function encodeContext(
  { ports, settings }: Services,
  request: Request,
  chat: DecodedChat,
  model: string,
): EncodeContext {
  return {
    id: `chatcmpl-${ports.ids()}`,
    created: Math.floor(ports.clock.now() / 1000),
    model,
    includeUsage: chat.includeUsage,
    ids: ports.ids,
    clientName: chat.toolNames.toClient,
    usedCallIds: chat.callIds,
    images: settings.current().imagesAs,
    language: languageOf(request, settings.current()),
  };
}
