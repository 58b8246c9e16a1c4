/** How a client is told that Google stopped the answer: OpenAI's `refusal`, or words in the content. */
import { isFiltered, isStopped, stoppedAnswerWords } from '../../../../google/finish-reason.ts';
import type { FinishReason } from '../../wire-response.ts';
import type { EncodeContext } from './encode-context.ts';
import { finishReason } from './finish-reason.ts';

export interface Ending {
  /** Google's own name of how the answer ended. */
  readonly reason: string | undefined;
  /** Whether something was said that is no thought. */
  readonly spoke: boolean;
}

/**
 * What is to be said of the end, if anything. An end that is no filter's is `stop` to OpenAI's clients, and needs words
 * only where the answer is none, or where they read nothing but words.
 */
export function refusalWords(
  { reason, spoke }: Ending,
  { language, refusalsAs }: Pick<EncodeContext, 'language' | 'refusalsAs'>,
): string | undefined {
  if (!isStopped(reason)) return undefined;
  const isTold = isFiltered(reason) || !spoke || refusalsAs === 'content';
  return isTold ? stoppedAnswerWords(reason, language) : undefined;
}

/** OpenAI's reason; what is refused without an answer is filtered, whatever Google calls it. */
export const endingReason = ({ reason, spoke }: Ending, hasCalls: boolean): FinishReason =>
  !spoke && isStopped(reason) ? 'content_filter' : finishReason(reason, hasCalls);
