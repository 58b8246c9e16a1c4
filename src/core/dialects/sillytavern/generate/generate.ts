/** The answer to SillyTavern's call for a reply, of whatever type: message, swipe, continuation, impersonation, quiet prompt. */
import type { GenerateContentResponse } from '../../../google/wire.ts';
import { languageOf } from '../../../language.ts';
import type { Services } from '../../../services.ts';
import { decodeChat } from '../../openai/chat/decode/request.ts';
import { prepareRequest } from '../../openai/chat/prepare.ts';
import { resolveBody } from '../../openai/chat/resolve-body.ts';
import { dialectOf, endpoint, headersFor } from '../call.ts';
import type { TavernBody } from '../wire.ts';
import { wrapAnswer } from './google-answer.ts';
import { googleBody } from './google-body.ts';
import { openAIBody } from './openai-body.ts';

/**
 * @param answer asks Hajimi's own API, in OpenAI's or Google's dialect as the source wants it.
 * @throws {ProxyError} for a body that has no answer.
 */
export async function tavernGenerate(
  services: Services,
  body: TavernBody,
  page: Request,
  answer: (request: Request) => Promise<Response>,
): Promise<Response> {
  const dialect = dialectOf(body);
  const ask = (content: object, path: string, search = '') =>
    answer(
      new Request(endpoint(body, dialect, path, search), {
        method: 'POST',
        headers: headersFor(body, page.headers),
        body: JSON.stringify(content),
        signal: page.signal,
      }),
    );
  if (dialect === 'openai') return ask(openAIBody(body), '/chat/completions');

  const request = await googleRequest(services, body, page.signal);
  const model = `/models/${encodeURIComponent(String(body.model).replace(/^models\//, ''))}`;
  if (body.stream) return ask(request, `${model}:streamGenerateContent`, '?alt=sse');
  const response = await ask(request, `${model}:generateContent`);
  if (!response.ok) return response;
  const whole = (await response.json()) as GenerateContentResponse;
  return Response.json(wrapAnswer(whole, languageOf(page, services.settings.current())));
}

/** Google's request. What the model's name and the settings add to it is added when it is answered. */
async function googleRequest(services: Services, body: TavernBody, signal: AbortSignal): Promise<object> {
  const decoded = resolveBody(services, googleBody(body));
  const { asked, model } = decoded.resolved;
  const { ports, settings } = services;
  const chat = decodeChat(decoded.body, { thoughts: false, ids: ports.ids, filters: settings.current() });
  return prepareRequest(services, chat, { asked, model, search: false }, signal);
}
