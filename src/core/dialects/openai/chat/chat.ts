/** `POST /v1/chat/completions`, and in its form `/v1/completions`: decode, have it answered, encode. */

import { resourceOwnerOf } from '../../../access/resource-owners.ts';
import { resourcesIn } from '../../../google/resources/resource-names.ts';
import { wantsPadding, withPadding } from '../../../google/transforms/padding.ts';
import type { Question } from '../../../pipeline/call.ts';
import type { Caller } from '../../../ports.ts';
import type { Services } from '../../../services.ts';
import { createDeferred } from '../../../utils/deferred.ts';
import { isObject } from '../../../utils/json/json.ts';
import { linkedAbort } from '../../../utils/streams/linked-abort.ts';
import { wantsFresh } from '../../delivery/cache-control.ts';
import { headProgress, modeOf } from '../../delivery/delivery.ts';
import { readLargeJson } from '../../delivery/read-json.ts';
import { type ChatForm, chatForm } from './chat-form.ts';
import { decodeChat } from './decode/request.ts';
import { prepareRequest } from './prepare.ts';
import { type ResolvedBody, resolveBody } from './resolve-body.ts';
import { type Asked, respondStreamed, respondWhole } from './respond.ts';

/** @throws {ProxyError} before the head; a streamed answer carries later failures in itself. */
export async function chatCompletions(
  services: Services,
  request: Request,
  caller: Caller,
  form: ChatForm = chatForm,
): Promise<Response> {
  const askedAt = services.ports.clock.now();
  const { value, lifted } = await readLargeJson(request, services.secret);
  const decoded = resolveBody(services, form.chat(value));
  // The answer may end before the request: when its reader stops reading, or one of n calls fails.
  const ending = linkedAbort(request.signal);
  const compose = composer(services, request, decoded, ending.signal);
  const { chat, body, meaning, named } = await compose(decoded.resolved.model);
  await services.resourceOwners.requireUse(named, resourceOwnerOf(caller));
  // Files and caches belong to the key that made them.
  const pinnedTo = named.length === 0 ? undefined : await services.affinity.ownerOf(named);
  const begun = createDeferred();
  const mode = modeOf(services.settings.current(), chat.stream);
  const question: Question = {
    model: chat.model,
    body,
    ...(meaning === undefined ? {} : { meaning }),
    ...(lifted === undefined ? {} : { lifted }),
    ...(pinnedTo === undefined ? {} : { pinnedTo }),
    signal: ending.signal,
    mode,
    client: `${caller.trust} ${caller.id}`,
    fresh: wantsFresh(request),
    refusals: 'error',
    progress: headProgress(mode, caller, begun),
    bodyFor: async (model) => (await compose(model)).body,
  };
  const asked: Asked = {
    request,
    caller,
    askedAt,
    chat,
    form,
    name: decoded.resolved.asked,
    begun: begun.promise,
    ending,
    // Each of n copies must be an answer of its own.
    answering: Promise.all(
      Array.from({ length: chat.copies }, (_, copy) => services.engine.answer({ ...question, copy })),
    ),
  };
  try {
    return await (chat.stream ? respondStreamed : respondWhole)(services, asked);
  } catch (error) {
    ending.abort();
    throw error;
  }
}

/** Makes Google's request for a model; for another one it may differ, in how it is told to think for example. */
function composer(services: Services, request: Request, { body, resolved }: ResolvedBody, signal: AbortSignal) {
  const { ports } = services;
  const settings = services.settings.current();
  const options = { thoughts: settings.thoughtsAs !== 'hidden', ids: ports.ids, filters: settings };

  return async (model: string) => {
    const chat = decodeChat(isObject(body) && model !== '' ? { ...body, model } : body, options);
    const prepared = await prepareRequest(services, chat, { ...resolved, model }, signal);
    const named = resourcesIn(prepared);
    if (!wantsPadding(request.headers, settings)) return { chat, named, body: JSON.stringify(prepared) };
    const padded = withPadding(prepared, { length: settings.randomStringLength, random: ports.random });
    return { chat, named, body: JSON.stringify(padded), meaning: JSON.stringify(prepared) };
  };
}
