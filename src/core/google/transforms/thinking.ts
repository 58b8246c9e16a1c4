/**
 * Reasoning effort or budget -> Gemini's `thinkingConfig`, in the unit that the model takes
 * (docs/design/translation.md#thinking).
 */

import { type Capabilities, type Effort, efforts, type Thinking } from '../../models/series.ts';
import type { ThinkingConfig } from '../wire.ts';

/**
 * @param google Google's own field, which wins over the wish.
 * @param thoughts Whether who asks for thinking also wants to see the thoughts, where nothing else says so.
 */
export function decodeThinking(
  wish: ThinkingWish,
  google: ThinkingFields | undefined,
  { thinking }: Pick<Capabilities, 'thinking'>,
  thoughts: boolean,
): ThinkingConfig | undefined {
  if (thinking.kind === 'none') return undefined;
  const amount =
    thinking.kind === 'budget' ? budgetConfig(wish, google, thinking) : levelConfig(wish, google, thinking);
  const thinks = wish.asked && wish.effort !== 'none' && wish.budget !== 0;
  const includeThoughts = google?.includeThoughts ?? wish.show ?? (thinks && thoughts ? true : undefined);
  const config: ThinkingConfig = { ...amount, ...(includeThoughts !== undefined && { includeThoughts }) };
  return Object.keys(config).length === 0 ? undefined : config;
}

type Budget = Extract<Thinking, { kind: 'budget' }>;
type Level = Extract<Thinking, { kind: 'level' }>;

function budgetConfig(wish: ThinkingWish, google: ThinkingFields | undefined, model: Budget): ThinkingConfig {
  const level = effortOf(google?.level);
  const tokens = google?.budget ?? (level && budgetOf(level, model)) ?? (wish.effort && budgetOf(wish.effort, model));
  const wished = tokens ?? wish.budget;
  return wished === undefined ? {} : { thinkingBudget: within(wished, model) };
}

function levelConfig(wish: ThinkingWish, google: ThinkingFields | undefined, model: Level): ThinkingConfig {
  if (google?.level !== undefined) {
    const effort = effortOf(google.level);
    return { thinkingLevel: effort === undefined ? google.level : model.level[effort] };
  }
  if (google?.budget !== undefined && google.budget > 0 && model.takesBudget) return { thinkingBudget: google.budget };
  const effort = google?.budget === undefined ? wish.effort : undefined;
  if (effort !== undefined) return { thinkingLevel: model.level[effort] };
  const budget = google?.budget ?? wish.budget;
  return budget === undefined || budget < 0 ? {} : { thinkingLevel: model.level[nearestEffort(budget)] };
}

/** Undefined for a level that Google may have added since. */
const effortOf = (level: string | undefined): Effort | undefined =>
  efforts.find((effort) => effort === level?.toLowerCase());

/** Google's own table of what an effort is in tokens. */
const tokensOf = { minimal: 1024, low: 1024, medium: 8192, high: 24_576 } as const;

function budgetOf(effort: Effort, model: Budget): number {
  if (effort === 'none') return 0;
  return effort === 'xhigh' ? model.max : tokensOf[effort];
}

function within(tokens: number, { min, max, canBeOff }: Budget): number {
  if (tokens < 0 || (tokens === 0 && canBeOff)) return tokens;
  return Math.min(Math.max(tokens, min), max);
}

function nearestEffort(tokens: number): Effort {
  const steps: [Effort, number][] = [
    ['none', 0],
    ['low', tokensOf.low],
    ['medium', tokensOf.medium],
    ['high', tokensOf.high],
  ];
  return steps.reduce((best, step) => (Math.abs(step[1] - tokens) < Math.abs(best[1] - tokens) ? step : best))[0];
}

export interface ThinkingFields {
  readonly budget: number | undefined;
  readonly level: string | undefined;
  readonly includeThoughts: boolean | undefined;
}

export interface ThinkingWish {
  /** Some field speaks of thinking, if only to leave the amount to the model. */
  readonly asked: boolean;
  readonly effort?: Effort;
  /** Tokens, -1 for as many as the model likes; counts when there is no effort. */
  readonly budget?: number;
  /** Whether to see the thoughts, where the client says so. */
  readonly show?: boolean;
}
