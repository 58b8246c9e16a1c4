import type { InForce } from '../../../contract/settings/table.ts';
import type { GenerateResult } from '../../pipeline/call.ts';
import { debugHeaders } from './debug-headers.ts';

/**
 * What an answer says of itself beside its words: that it was kept from an earlier request, or that another model than the
 * one asked for gave it; with the setting `debugHeaders` more.
 */
export function answerHeaders(
  settings: Pick<InForce, 'debugHeaders' | 'publicMode'>,
  asked: string,
  results: readonly GenerateResult[],
): Record<string, string> {
  const attempts = results.flatMap((result) => result.attempts);
  const model = results[0]?.model ?? asked;
  return {
    ...debugHeaders(settings, model, attempts),
    ...(model !== asked && { 'x-hajimi-model': encodeURIComponent(model) }),
    ...(results.some(({ fromCache }) => fromCache) && { 'x-hajimi-cache': 'hit' }),
  };
}
