/** Quotas: pacing by learned minute limits, and the limits of a day that a person set. Pure. */

import type { OwnLimits } from '../../../contract/keys.ts';
import type { LearnedLimits } from '../../records.ts';
import { isMinuteBelieved } from './learned-limits.ts';

export const MINUTE = 60_000;

/**
 * Sliding window: the calls of the last minute, oldest first. It allows no more than a fixed window would, so it fits
 * whichever of the two Google keeps.
 */
export interface MinuteWindow {
  readonly calls: number[];
  readonly tokens: Array<{ readonly at: number; readonly count: number }>;
}

export const createWindow = (): MinuteWindow => ({ calls: [], tokens: [] });

export function noteCall(window: MinuteWindow, now: number): void {
  forget(window, now);
  window.calls.push(now);
}

export function noteTokens(window: MinuteWindow, count: number, now: number): void {
  forget(window, now);
  if (count > 0) window.tokens.push({ at: now, count });
}

function forget({ calls, tokens }: MinuteWindow, now: number): void {
  while (calls[0] !== undefined && calls[0] <= now - MINUTE) calls.shift();
  while (tokens[0] !== undefined && tokens[0].at <= now - MINUTE) tokens.shift();
}

/** The window of two keys that turn out to share their quota. */
export const mergeWindows = (a: MinuteWindow, b: MinuteWindow): MinuteWindow => ({
  calls: [...a.calls, ...b.calls].sort((x, y) => x - y),
  tokens: [...a.tokens, ...b.tokens].sort((x, y) => x.at - y.at),
});

/** Pacing: when another call stays within the learned limits of a minute, in ms; 0 for now. */
export function pacedUntil(window: MinuteWindow, learned: LearnedLimits | undefined, now: number): number {
  if (learned === undefined || !isMinuteBelieved(learned, now)) return 0;
  const { requestsPerMinute, inputTokensPerMinute } = learned;
  if (requestsPerMinute === undefined && inputTokensPerMinute === undefined) return 0;
  forget(window, now);
  let until = 0;
  if (requestsPerMinute !== undefined) {
    const lastToWaitFor = window.calls[window.calls.length - requestsPerMinute];
    if (lastToWaitFor !== undefined) until = lastToWaitFor + MINUTE;
  }
  if (inputTokensPerMinute !== undefined) {
    let sum = window.tokens.reduce((total, { count }) => total + count, 0);
    for (const { at, count } of window.tokens) {
      if (sum < inputTokensPerMinute) break;
      sum -= count;
      until = Math.max(until, at + MINUTE);
    }
  }
  return until;
}

/** The limit for keys that have none of their own. */
export interface DefaultLimit {
  readonly perDay: number;
  /** Whether a person set it. A soft limit only orders, so that a paid key is not throttled unasked. */
  readonly hard: boolean;
}

export interface UsedToday {
  /** By the key with this model, calls in flight included. */
  readonly ofModel: number;
  /** By the key with all models, calls in flight included. */
  readonly ofKey: number;
}

/** Whether a limit that a person set forbids another call today. */
export function isSpent(used: UsedToday, own: OwnLimits, model: string, general: DefaultLimit): boolean {
  const byModel = own.perDayByModel?.[model];
  if (byModel !== undefined) return used.ofModel >= byModel;
  if (own.perDay !== undefined) return used.ofKey >= own.perDay;
  return general.hard && used.ofKey >= general.perDay;
}

/** The limit of a day to show for a key with a model, and who set it: the lower of a person's and Google's. */
export function dayLimit(
  own: OwnLimits,
  model: string,
  general: DefaultLimit,
  learned: number | undefined,
): { readonly limit: number; readonly by: 'person' | 'google' } | undefined {
  const typed = own.perDayByModel?.[model] ?? own.perDay ?? (general.hard ? general.perDay : undefined);
  if (typed !== undefined && (learned === undefined || typed <= learned)) return { limit: typed, by: 'person' };
  return learned === undefined ? undefined : { limit: learned, by: 'google' };
}
