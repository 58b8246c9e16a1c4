/** With the setting `fallbackModels`: another model answers when one is overloaded or its quota is used up. */

import type { AttemptRecord } from '../../../contract/log.ts';
import { fallbackChains } from '../../../contract/settings/fallback-chains.ts';
import type { Settings } from '../../../contract/settings/table.ts';
import { type ErrorCode, isProxyError } from '../../errors.ts';
import { attemptsOf } from '../../pool/pool-error.ts';
import type { GenerateCall, Interceptor } from '../call.ts';

const spent: ReadonlySet<ErrorCode> = new Set(['upstream_overloaded', 'keys_cooling', 'model_limit', 'tries_spent']);

export function fallback(settings: () => Settings): Interceptor {
  let text = '';
  let chains = fallbackChains(text);
  const othersFor = (model: string) => {
    const current = settings().fallbackModels;
    if (current !== text) {
      text = current;
      chains = fallbackChains(text);
    }
    return chains.get(model) ?? [];
  };

  const around: Interceptor['around'] = (next) => async (call) => {
    const attempts: AttemptRecord[] = [];
    let first: unknown;
    for (const model of [call.model, ...othersFor(call.model)]) {
      try {
        const result = await next(await forModel(call, model));
        return { ...result, attempts: [...attempts, ...result.attempts] };
      } catch (error) {
        first ??= error;
        if (!isProxyError(error) || !spent.has(error.code)) break;
        attempts.push(...attemptsOf(error));
      }
    }
    // Of the model that the client named it should hear, not of those it does not know of.
    throw first;
  };

  return { applies: (call) => othersFor(call.model).length > 0, around };
}

async function forModel(call: GenerateCall, model: string): Promise<GenerateCall> {
  if (model === call.model) return call;
  return { ...call, model, body: (await call.bodyFor?.(model)) ?? call.body };
}
