/** Refusals of the network server itself, in the same words and shapes as the core's. */

import type { Settings } from '../../contract/settings/table.ts';
import { errorHeaders, geminiErrorBody, openAIErrorBody, type ProxyError } from '../../core/errors.ts';
import { jsonReply, type Reply, type RequestHead } from '../../core/exchange.ts';
import { isNativePath } from '../../core/google/paths.ts';
import { languageOf } from '../../core/language.ts';

export function refuse(
  error: ProxyError,
  request: Pick<RequestHead, 'path' | 'header'>,
  settings: Pick<Settings, 'language'>,
): Reply {
  const render = isNativePath(request.path) ? geminiErrorBody : openAIErrorBody;
  return jsonReply(render(error, languageOf(request, settings)), errorHeaders(error), error.status);
}
