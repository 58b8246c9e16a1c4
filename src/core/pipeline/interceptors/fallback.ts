/** With the setting `fallbackModels`: another model answers when one is overloaded or its quota is used up. */

import type { AttemptRecord } from '../../../contract/log.ts';
import { fallbackChains } from '../../../contract/settings/fallback-chains.ts';
import type { Settings } from '../../../contract/settings/table.ts';
import { type ErrorCode, isProxyError } from '../../errors.ts';
import { attemptsOf } from '../../pool/pool-error.ts';
import type { Ask, Question } from '../call.ts';

const spent: ReadonlySet<ErrorCode> = new Set(['upstream_overloaded', 'keys_cooling', 'model_limit', 'tries_spent']);

export function fallBack(ask: Ask, settings: () => Settings): Ask {
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

  return async (question) => {
    const others = othersFor(question.model);
    if (others.length === 0) return ask(question);
    const attempts: AttemptRecord[] = [];
    let first: unknown;
    for (const model of [question.model, ...others]) {
      try {
        const answered = await ask(await forModel(question, model));
        return { ...answered, attempts: [...attempts, ...answered.attempts] };
      } catch (error) {
        first ??= error;
        if (!isProxyError(error) || !spent.has(error.code)) break;
        attempts.push(...attemptsOf(error));
      }
    }
    // Of the model that the client named it should hear, not of those it does not know of.
    throw first;
  };
}

async function forModel(question: Question, model: string): Promise<Question> {
  if (model === question.model) return question;
  return { ...question, model, body: (await question.bodyFor?.(model)) ?? question.body };
}
