/** The answer to SillyTavern's call for a reply, of whatever type: message, swipe, continuation, impersonation, quiet prompt. */
import type { RequestContext } from '../../../context.ts';
import { type Exchange, jsonReply, type Reply } from '../../../exchange.ts';
import type { ModelCatalog } from '../../../google/model-catalog.ts';
import type { GenerateContentResponse } from '../../../google/wire.ts';
import type { Ids } from '../../../ports.ts';
import { decodeChat } from '../../openai/chat/decode/request.ts';
import { type PrepareDeps, prepareRequest } from '../../openai/chat/prepare.ts';
import { resolveBody } from '../../openai/chat/resolve-body.ts';
import { dialectOf, endpoint, isOk, jsonOf, type ModelApi, modelCall } from '../call.ts';
import type { TavernBody } from '../wire.ts';
import { wrapAnswer } from './google-answer.ts';
import { googleBody } from './google-body.ts';
import { openAIBody } from './openai-body.ts';

export interface TavernDeps extends PrepareDeps {
  readonly ids: Ids;
  readonly models: Pick<ModelCatalog, 'knows'>;
}

/**
 * @param api Hajimi's own, which is asked in OpenAI's or Google's dialect as the source wants it.
 * @throws {ProxyError} for a body that has no answer.
 */
export async function tavernGenerate(
  deps: TavernDeps,
  body: TavernBody,
  page: Exchange,
  context: RequestContext,
  api: ModelApi,
): Promise<Reply> {
  const dialect = dialectOf(body);
  const ask = (content: object, path: string, search = '') =>
    api(modelCall(page, body, endpoint(body, dialect, path, search), content));
  if (dialect === 'openai') return ask(openAIBody(body), '/chat/completions');

  const request = await googleRequest(deps, body, context);
  const model = `/models/${encodeURIComponent(String(body.model).replace(/^models\//, ''))}`;
  if (body.stream) return ask(request, `${model}:streamGenerateContent`, '?alt=sse');
  const reply = await ask(request, `${model}:generateContent`);
  if (!isOk(reply)) return reply;
  return jsonReply(wrapAnswer((await jsonOf(reply)) as GenerateContentResponse, context.language));
}

/** Google's request. What the model's name and the settings add to it is added when it is answered. */
async function googleRequest(deps: TavernDeps, body: TavernBody, context: RequestContext): Promise<object> {
  const decoded = resolveBody(googleBody(body), context.settings, deps.models.knows);
  const { asked, model } = decoded.resolved;
  const chat = decodeChat(decoded.body, { thoughts: false, ids: deps.ids, filters: context.settings });
  return prepareRequest(deps, chat, { asked, model, search: false }, context);
}
