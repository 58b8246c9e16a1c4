import { isBudgetSpent, isFiltered } from '../../../../google/finish-reason.ts';
import type { FinishReason } from '../../wire-response.ts';

/**
 * OpenAI's reason for Google's. Names that nobody has heard of yet count as an ordinary end.
 * @param hasCalls whether the choice holds tool calls, in any chunk: Google says `STOP` for those too.
 */
export function finishReason(reason: string | undefined, hasCalls: boolean): FinishReason {
  if (isBudgetSpent(reason)) return 'length';
  if (isFiltered(reason)) return 'content_filter';
  return hasCalls ? 'tool_calls' : 'stop';
}
