import type { AttemptRecord } from '../../contract/log.ts';
import { PoolError } from '../pool/pool-error.ts';

/** The error for a model that stumbled `count` times in a row. */
export function noAnswer(verdict: 'empty' | 'malformed', count: number, attempts: readonly AttemptRecord[]): PoolError {
  const times = count === 1 ? { en: '', zh: '' } : { en: `, ${count} times in a row`, zh: `连续 ${count} 次` };
  return new PoolError(verdict === 'empty' ? 'answer_empty' : 'answer_malformed', { times }, attempts);
}
