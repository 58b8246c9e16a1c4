/** Refusals of the network server itself, in the same words and shapes as the core's. */
import { errorHeaders, geminiErrorBody, openAIErrorBody, type ProxyError } from '../core/errors.ts';
import { isNativePath } from '../core/gemini/native/paths.ts';
import { languageOf } from '../core/http/language.ts';
import type { Settings } from '../core/settings.ts';

export function refuse(error: ProxyError, request: Request, settings: Pick<Settings, 'language'>): Response {
  // A malformed Host makes a URL that cannot be read.
  const path = URL.canParse(request.url) ? new URL(request.url).pathname : '/';
  const render = isNativePath(path) ? geminiErrorBody : openAIErrorBody;
  return Response.json(render(error, languageOf(request, settings)), {
    status: error.status,
    headers: errorHeaders(error),
  });
}
