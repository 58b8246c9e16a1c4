/** The answer to SillyTavern's call for a reply, of whatever type: message, swipe, continuation, impersonation, quiet prompt. */
import { resourceOwnerOf } from '../../../access/resource-owners.ts';
import type { RequestContext } from '../../../context.ts';
import type { Reply, RequestHead } from '../../../exchange.ts';
import type { ModelCatalog } from '../../../google/model-catalog.ts';
import { resourcesIn } from '../../../google/resources/resource-names.ts';
import { collect } from '../../../google/stream/collect.ts';
import { readEvents } from '../../../pipeline/call.ts';
import type { Dialect } from '../../dialect.ts';
import { generate, type NativeGenerateCall, nativeCall } from '../../gemini/generate/generate.ts';
import { type ChatCall, type ChatDeps, composeChat } from '../../openai/chat/chat.ts';
import { decodeChat } from '../../openai/chat/decode/request.ts';
import { prepareRequest } from '../../openai/chat/prepare.ts';
import { resolveBody } from '../../openai/chat/resolve-body.ts';
import type { Driver } from '../../serve.ts';
import { headOf, type TavernCall } from '../call.ts';

import { wrapAnswer } from './google-answer.ts';
import { googleBody } from './google-body.ts';
import { openAIBody } from './openai-body.ts';

export interface TavernDeps extends ChatDeps {
  readonly driver: Driver;
  readonly models: ModelCatalog;
  readonly chat: Dialect<ChatCall>;
}

/** Google's answer as the page reads it from its server. Streams pass as Google sends them. */
const wrapped: Omit<Dialect<NativeGenerateCall>, 'decode'> = {
  ...generate,
  contentType: 'application/json',
  async whole([result], _, { language }) {
    return { json: result === undefined ? {} : wrapAnswer(collect(await readEvents(result)), language) };
  },
};

/** @throws {ProxyError} for a body that has no answer. */
export async function tavernGenerate(
  deps: TavernDeps,
  call: TavernCall,
  page: RequestHead,
  context: RequestContext,
): Promise<Reply> {
  const { driver, chat } = deps;
  const head = headOf(page, call.body);
  if (call.dialect === 'openai') {
    const { body, detached } = call;
    const value = openAIBody(body);
    return driver.respond(
      chat,
      await composeChat(deps, { value, ...(detached && { detached }) }, head, context),
      head,
      context,
    );
  }
  return driver.respond(wrapped, await googleCall(deps, call, head, context), head, context);
}

/** Google's request, by way of OpenAI's words: that translation follows the models more closely than the page's server. */
async function googleCall(
  deps: TavernDeps,
  { body, detached }: TavernCall,
  head: Pick<RequestHead, 'header'>,
  context: RequestContext,
): Promise<NativeGenerateCall> {
  const { ids, models, random, resourceOwners, affinity } = deps;
  const { settings, caller } = context;
  const decoded = resolveBody(googleBody(body), settings, models.knows);
  const chat = decodeChat(decoded.body, { thoughts: false, ids, filters: settings });
  const prepared = await prepareRequest(deps, chat, decoded.resolved, context);
  const named = resourcesIn(prepared);
  await resourceOwners.requireUse(named, resourceOwnerOf(caller));
  const pinnedTo = named.length === 0 ? undefined : await affinity.ownerOf(named);
  const framing = body.stream ? 'events' : undefined;
  const call = { model: decoded.resolved.model, framing } as const;
  return { ...nativeCall(call, JSON.stringify(prepared), pinnedTo, head, context, random), detached, raw: false };
}
