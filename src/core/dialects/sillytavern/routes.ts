/** `/sillytavern/*`: what the script in SillyTavern's page passes on instead of letting the page call its own server. */
import type { Handler, RequestContext } from '../../context.ts';
import { errorHeaders, geminiErrorBody, openAIErrorBody, ProxyError } from '../../errors.ts';
import { jsonReply, type Reply } from '../../exchange.ts';
import { kindsOfSide } from '../../google/endpoints/provider.ts';
import { isObject } from '../../utils/json/json.ts';
import type { ClientError } from '../delivery/client-error.ts';
import { readLargeJson } from '../delivery/read-json.ts';
import { dialectOf, sideOf, type TavernCall } from './call.ts';
import { type TavernDeps, tavernGenerate } from './generate/generate.ts';
import { tavernStatus } from './status.ts';

export interface TavernRoutesDeps extends TavernDeps {
  readonly clientError: ClientError;
}

/** "Connect". */
export const tavernStatusRoute = (deps: TavernRoutesDeps): Handler =>
  tavernRoute(
    deps,
    'GET',
    () => '/models',
    (call, _, context) => tavernStatus(deps.models, call, context),
  );

/** "Send". */
export const tavernGenerateRoute = (deps: TavernRoutesDeps): Handler =>
  tavernRoute(deps, 'POST', generatePath, (call, page, context) => tavernGenerate(deps, call, page, context));

/** Google's has the model in it. */
function generatePath({ body, dialect }: TavernCall): string {
  if (dialect === 'openai') return '/chat/completions';
  const model = encodeURIComponent(String(body.model).replace(/^models\//, ''));
  return `/models/${model}:${body.stream ? 'streamGenerateContent' : 'generateContent'}`;
}

/** What the model API refuses is told as that API tells it, in the dialect of the source. */
const tavernRoute =
  (
    { secret, clientError }: TavernRoutesDeps,
    method: 'GET' | 'POST',
    pathOf: (call: TavernCall) => string,
    answer: (call: TavernCall, page: Parameters<Handler>[0], context: RequestContext) => Promise<Reply>,
  ): Handler =>
  async (page, context) => {
    const { value: body, detached } = await readLargeJson(page, secret);
    if (!isObject(body)) throw new ProxyError('invalid_value', { field: 'body', reason: mustBeObject });
    const dialect = dialectOf(body);
    const call: TavernCall = { body, dialect, ...(detached && { detached }) };
    try {
      const side = sideOf(body, dialect, method, pathOf(call));
      return await answer(call, page, side === undefined ? context : { ...context, kinds: kindsOfSide[side] });
    } catch (thrown) {
      const error = clientError(thrown, context.ending);
      context.trace.error ??= error;
      const render = dialect === 'google' ? geminiErrorBody : openAIErrorBody;
      return jsonReply(render(error, context.language), errorHeaders(error), error.status);
    }
  };

const mustBeObject = { en: 'must be a JSON object', zh: '必须是 JSON 对象' };
