/** Refusals of the network server itself, in the same words and shapes as the core's. */

import type { Settings } from '../../contract/settings/table.ts';
import { errorBodyAt } from '../../core/dialects/delivery/error-body.ts';
import { errorHeaders, type ProxyError } from '../../core/errors.ts';
import { jsonReply, type Reply, type RequestHead } from '../../core/exchange.ts';
import { languageOf } from '../../core/language.ts';

/** Before the app is there to say it. */
export function refuseEarly(
  error: ProxyError,
  request: Pick<RequestHead, 'path' | 'header'>,
  settings: Pick<Settings, 'language'>,
): Reply {
  const body = errorBodyAt(request.path)(error, languageOf(request, settings));
  return jsonReply(body, errorHeaders(error), error.status);
}
