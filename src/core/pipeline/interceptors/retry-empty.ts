/** Asks again when the model said nothing, or wrote a call that cannot be read. What a filter stopped is not asked again. */

import type { AttemptRecord } from '../../../contract/log.ts';
import type { Settings } from '../../../contract/settings/table.ts';
import type { Interceptor } from '../call.ts';
import { noAnswer } from '../no-answer.ts';
import { isWorthAsking } from '../outcome.ts';

export const retryEmpty = (settings: () => Settings): Interceptor => ({
  applies: () => true,
  around: (next) => async (call) => {
    const attempts: AttemptRecord[] = [];
    for (let count = 1; ; count++) {
      const result = await next(call);
      const { outcome } = result;
      if (count === 1 && !isWorthAsking(outcome)) return result;
      attempts.push(...result.attempts);
      if (!isWorthAsking(outcome)) return { ...result, attempts };
      if (count >= settings().maxEmptyResponses) throw noAnswer(outcome, count, attempts);
    }
  },
});
