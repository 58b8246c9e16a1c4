/** Counters, limits and what they allow. Pure: every function gets the time. */

import type { OwnLimits } from '../../../contract/keys.ts';
import type { Lesson } from '../../records.ts';
import { isMinuteBelieved } from './learned-limits.ts';

export const MINUTE = 60_000;

/**
 * The calls of the last minute, oldest first. A sliding minute never exceeds the limit in a fixed one, whichever of the
 * two Google keeps.
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

/** One window over what two keys did, once they turn out to share their quota. */
export const mergeWindows = (a: MinuteWindow, b: MinuteWindow): MinuteWindow => ({
  calls: [...a.calls, ...b.calls].sort((x, y) => x - y),
  tokens: [...a.tokens, ...b.tokens].sort((x, y) => x.at - y.at),
});

/** The brake: from when on another call stays within the learned minute limits; 0 for at once. */
export function pacedUntil(window: MinuteWindow, lesson: Lesson | undefined, now: number): number {
  if (lesson === undefined || !isMinuteBelieved(lesson, now)) return 0;
  const { requestsPerMinute, inputTokensPerMinute } = lesson;
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

/** Limits that a person set for all keys, and whether they are hard. */
export interface DefaultLimit {
  readonly perDay: number;
  /** False for the default that nobody chose: it only orders, so that a paid key is not throttled unasked. */
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

/** The limit of a key with a model as a person should see it, and who set it. */
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
