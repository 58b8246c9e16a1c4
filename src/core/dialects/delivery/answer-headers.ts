import type { InForce } from '../../../contract/settings/table.ts';
import type { Answered } from '../../pipeline/call.ts';
import { debugHeaders } from './debug-headers.ts';

/**
 * What an answer says of itself beside its words: that it was kept from an earlier request, or that another model than the
 * one asked for gave it; with the setting `debugHeaders` more.
 */
export function answerHeaders(
  settings: Pick<InForce, 'debugHeaders' | 'publicMode'>,
  asked: string,
  answers: readonly Answered[],
): Record<string, string> {
  const attempts = answers.flatMap((answered) => answered.attempts);
  const model = answers[0]?.model ?? asked;
  return {
    ...debugHeaders(settings, model, attempts),
    ...(model !== asked && { 'x-hajimi-model': encodeURIComponent(model) }),
    ...(answers.some(({ fromCache }) => fromCache) && { 'x-hajimi-cache': 'hit' }),
  };
}
