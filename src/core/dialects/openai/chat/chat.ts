/** OpenAI's chats: `POST /v1/chat/completions`, and in its form `/v1/completions`. */

import { type ResourceOwners, resourceOwnerOf } from '../../../access/resource-owners.ts';
import type { RequestContext } from '../../../context.ts';
import { openAIErrorBody } from '../../../errors.ts';
import type { RequestHead } from '../../../exchange.ts';
import type { ModelCatalog } from '../../../google/model-catalog.ts';
import type { Affinity } from '../../../google/resources/resource-keys.ts';
import { resourcesIn } from '../../../google/resources/resource-names.ts';
import { collectSignatures, type SignatureVault } from '../../../google/signatures/signature-vault.ts';
import { collect } from '../../../google/stream/collect.ts';
import { wantsPadding, withPadding } from '../../../google/transforms/padding.ts';
import type { GenerateContentResponse } from '../../../google/wire.ts';
import { type GenerateResult, readEvents } from '../../../pipeline/call.ts';
import type { Clock, Ids, Random } from '../../../ports.ts';
import { isObject } from '../../../utils/json/json.ts';
import { refusalsFor } from '../../delivery/delivery.ts';
import { type ReadBody, readLargeJson } from '../../delivery/read-json.ts';
import type { Dialect, DialectCall } from '../../dialect.ts';
import { type ChatForm, chatForm } from './chat-form.ts';
import { type DecodedChat, decodeChat } from './decode/request.ts';
import { chatStream } from './encode/chat-stream.ts';
import { encodeCompletion } from './encode/completion.ts';
import type { EncodeContext } from './encode/encode-context.ts';
import { type PrepareDeps, prepareRequest } from './prepare.ts';
import { type ResolvedBody, resolveBody } from './resolve-body.ts';

export interface ChatCall extends DialectCall {
  readonly chat: DecodedChat;
  /** The model as the client named it. */
  readonly name: string;
}

export interface ChatDeps extends PrepareDeps {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly random: Random;
  /** Of this run, to tell our own marks from what a text may hold. */
  readonly secret: string;
  readonly models: Pick<ModelCatalog, 'knows'>;
  readonly signatures: SignatureVault;
  readonly affinity: Pick<Affinity, 'ownerOf'>;
  readonly resourceOwners: Pick<ResourceOwners, 'requireUse'>;
}

export function chat(deps: ChatDeps, form: ChatForm = chatForm): Dialect<ChatCall> {
  const keepSignatures = (answer: GenerateContentResponse): void => {
    const signed = collectSignatures(answer);
    if (signed.length > 0) void deps.signatures.keep(signed);
  };
  const encodeContext = (call: ChatCall, context: RequestContext, results?: readonly GenerateResult[]): EncodeContext =>
    encodeContextOf(deps, form, call, context, results);

  return {
    async decode(exchange, context) {
      const { value, detached } = await readLargeJson(exchange, deps.secret);
      return composeChat(deps, { value: form.chat(value), ...(detached && { detached }) }, exchange, context);
    },
    async whole(results, call, context) {
      const wholes = await Promise.all(results.map(async (result) => collect(await readEvents(result))));
      // Before the signatures are kept: encoding gives calls their ids.
      const completion = encodeCompletion(wholes, encodeContext(call, context, results));
      for (const whole of wholes) keepSignatures(whole);
      return { json: form.whole(completion) };
    },
    stream: (call, context, results) => chatStream(encodeContext(call, context, results), form, keepSignatures),
    error: openAIErrorBody,
  };
}

/**
 * Google's call for the body of a chat.
 * @throws {ProxyError} that names the field
 */
export async function composeChat(
  deps: ChatDeps,
  { value, detached }: ReadBody,
  request: Pick<RequestHead, 'header'>,
  context: RequestContext,
): Promise<ChatCall> {
  const decoded = resolveBody(value, context.settings, deps.models.knows);
  const compose = composer(deps, request, decoded, context);
  const { chat, body, meaning, named } = await compose(decoded.resolved.model);
  await deps.resourceOwners.requireUse(named, resourceOwnerOf(context.caller));
  // Files and caches belong to the key that made them.
  const pinnedTo = named.length === 0 ? undefined : await deps.affinity.ownerOf(named);
  return {
    model: chat.model,
    body,
    meaning,
    detached,
    pinnedTo,
    refusals: 'error',
    bodyFor: async (model) => (await compose(model)).body,
    stream: chat.stream,
    copies: chat.copies,
    chat,
    name: decoded.resolved.asked,
  };
}

/** Makes Google's request for a model; for another one it may differ, in how it is told to think for example. */
function composer(
  deps: ChatDeps,
  request: Pick<RequestHead, 'header'>,
  { body, resolved }: ResolvedBody,
  context: RequestContext,
) {
  const { ids, random } = deps;
  const { settings } = context;
  const options = { thoughts: settings.thoughtsAs !== 'hidden', ids, filters: settings };

  return async (model: string) => {
    const isNamed = model === '' || !isObject(body) || body.model === model;
    const chat = decodeChat(isNamed ? body : { ...body, model }, options);
    const prepared = await prepareRequest(
      deps,
      chat,
      model === resolved.model ? resolved : { ...resolved, model },
      context,
    );
    const named = resourcesIn(prepared);
    if (!wantsPadding(request, settings)) {
      return { chat, named, body: JSON.stringify(prepared), meaning: undefined };
    }
    const padded = withPadding(prepared, { length: settings.randomStringLength, random });
    return { chat, named, body: JSON.stringify(padded), meaning: JSON.stringify(prepared) };
  };
}

function encodeContextOf(
  { ids, clock }: ChatDeps,
  form: ChatForm,
  { chat, name }: ChatCall,
  { settings, caller, language }: RequestContext,
  [first]: readonly GenerateResult[] = [],
): EncodeContext {
  const isOther = first !== undefined && first.model !== chat.model;
  return {
    id: `chatcmpl-${ids()}`,
    created: Math.floor(clock.now() / 1000),
    model: isOther ? first.model : name,
    includeUsage: chat.includeUsage,
    ids,
    clientName: chat.toolNames.toClient,
    usedCallIds: chat.callIds,
    images: settings.imagesAs,
    thoughts: settings.thoughtsAs,
    listSources: settings.listSources,
    refusalsAs: form.hasRefusal ? refusalsFor(caller) : 'content',
    language,
  };
}
