/** Refusals of the network server itself, in the same words and shapes as the core's. */

import type { Settings } from '../../contract/settings/table.ts';
import { errorHeaders, geminiErrorBody, openAIErrorBody, type ProxyError } from '../../core/errors.ts';
import { isNativePath } from '../../core/google/paths.ts';
import { languageOf } from '../../core/language.ts';

export function refuse(error: ProxyError, request: Request, settings: Pick<Settings, 'language'>): Response {
  // A malformed Host makes a URL that cannot be read.
  const path = URL.canParse(request.url) ? new URL(request.url).pathname : '/';
  const render = isNativePath(path) ? geminiErrorBody : openAIErrorBody;
  return Response.json(render(error, languageOf(request, settings)), {
    status: error.status,
    headers: errorHeaders(error),
  });
}
