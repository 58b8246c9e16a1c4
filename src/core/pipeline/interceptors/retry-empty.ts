/** Asks again when the model said nothing, or wrote a call that cannot be read. What a filter stopped is not asked again. */

import type { AttemptRecord } from '../../../contract/log.ts';
import type { Settings } from '../../../contract/settings/table.ts';
import type { Ask } from '../call.ts';
import { isWorthAsking } from '../outcome.ts';
import { noAnswer } from './no-answer.ts';

export function retryEmpty(ask: Ask, settings: () => Settings): Ask {
  return async (question) => {
    const attempts: AttemptRecord[] = [];
    for (let count = 1; ; count++) {
      const answered = await ask(question);
      attempts.push(...answered.attempts);
      const { verdict } = answered;
      if (!isWorthAsking(verdict)) return { ...answered, attempts };
      if (count >= settings().maxEmptyResponses) throw noAnswer(verdict, count, attempts);
    }
  };
}
