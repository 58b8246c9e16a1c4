/** What happens around one call to a model, innermost first: each line wraps what stands above it. */

import type { Settings } from '../../contract/settings/table.ts';
import type { Clock } from '../ports.ts';
import type { GenerateHandler, Interceptor } from './call.ts';
import { createAnswerCache } from './interceptors/answer-cache.ts';
import { cache, keepResult } from './interceptors/cache.ts';
import { callModel } from './interceptors/call-model.ts';
import { continueAnswers } from './interceptors/continue.ts';
import { deduplicate } from './interceptors/deduplicate.ts';
import { fallback } from './interceptors/fallback.ts';
import { hedge } from './interceptors/hedge.ts';
import { refusals } from './interceptors/refusals.ts';
import { retryEmpty } from './interceptors/retry-empty.ts';
import { sessionAffinity } from './interceptors/session-affinity.ts';
import type { ModelClient } from './model-client.ts';

/** @returns what answers a call of any dialect; it throws a `ProxyError` when there is no answer. */
export function createPipeline(deps: {
  readonly client: ModelClient;
  readonly settings: () => Settings;
  readonly clock: Clock;
}): GenerateHandler {
  const { client, settings, clock } = deps;
  const kept = createAnswerCache({ clock, settings });
  const terminal = callModel(client);
  const interceptors: readonly Interceptor[] = [
    continueAnswers(settings),
    retryEmpty(settings),
    hedge({ settings, clock, keep: (call, result) => keepResult(call, result, kept, settings()) }),
    fallback(settings),
    deduplicate({ settings, clock }),
    cache(kept, settings),
    sessionAffinity(settings),
    refusals,
  ];
  return (call) => {
    let generate = terminal;
    for (const interceptor of interceptors) if (interceptor.applies(call)) generate = interceptor.around(generate);
    return generate(call);
  };
}
