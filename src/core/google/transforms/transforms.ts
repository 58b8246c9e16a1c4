/** Everything that the owner's settings and the model's name make of a request, whichever dialect it came in. */

import type { Settings } from '../../../contract/settings/table.ts';
import type { ResolvedModel } from '../../models/resolve.ts';
import type { GenerateContentRequest } from '../wire.ts';
import { withSearch } from './search.ts';
import { withThinkingBudget } from './thinking-budget.ts';

export type ShapeSettings = Pick<Settings, 'enableThinking' | 'searchPrompt' | 'thoughtsAs'>;

/**
 * Pure, and the same for the same request, so that equal requests stay equal; `withPadding` comes last.
 * @throws {ProxyError} `unsupported`, where the model cannot do what its name asks for.
 */
export function shapeRequest(
  request: GenerateContentRequest,
  { model, search, thinkingBudget }: ResolvedModel,
  settings: ShapeSettings,
): GenerateContentRequest {
  const budget = settings.enableThinking ? thinkingBudget : 0;
  const searching = search ? withSearch(request, model, settings.searchPrompt) : request;
  return budget === undefined
    ? searching
    : withThinkingBudget(searching, model, budget, settings.thoughtsAs !== 'hidden');
}

/** Whether `shapeRequest` has something to do: otherwise a request can pass unread. */
export const needsShape = ({ search, thinkingBudget }: ResolvedModel, { enableThinking }: ShapeSettings): boolean =>
  search || thinkingBudget !== undefined || !enableThinking;
