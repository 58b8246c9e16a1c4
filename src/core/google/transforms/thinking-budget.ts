/** Puts an amount of thinking in place of what the request asks for, in the unit that the model takes. */

import { capabilitiesOf } from '../../models/series.ts';
import type { GenerateContentRequest } from '../wire.ts';
import { decodeThinking } from './thinking.ts';

/**
 * @param budget In tokens; 0 for as little as the model can.
 * @param thoughts Whether to ask for the thoughts where the request does not say.
 */
export function withThinkingBudget(
  request: GenerateContentRequest,
  model: string,
  budget: number,
  thoughts: boolean,
): GenerateContentRequest {
  const { generationConfig = {}, ...others } = request;
  const { thinkingConfig: own, ...rest } = generationConfig;
  // Google refuses to show the thoughts of a model that shall have none.
  const show = budget === 0 ? undefined : own?.includeThoughts;
  const wish = { asked: true, ...(budget === 0 ? { effort: 'none' as const } : { budget }) };
  const thinkingConfig = decodeThinking(
    { ...wish, ...(show !== undefined && { show }) },
    undefined,
    capabilitiesOf(model),
    thoughts,
  );
  const config = { ...rest, ...(thinkingConfig && { thinkingConfig }) };
  return Object.keys(config).length === 0 ? others : { ...others, generationConfig: config };
}
