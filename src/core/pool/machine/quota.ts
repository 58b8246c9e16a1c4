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
  /** When each call was made, in ms. */
  readonly calls: number[];
  readonly tokens: TokenUse[];
  /** Index at which the window begins in each: a `shift` would move what is left at every call. */
  firstCall: number;
  firstTokens: number;
}

interface TokenUse {
  readonly at: number;
  readonly count: number;
}

/** So many items that have left the window may stay in memory. */
const MOST_PASSED = 64;

export const createWindow = (): MinuteWindow => ({ calls: [], tokens: [], firstCall: 0, firstTokens: 0 });

export function noteCall(window: MinuteWindow, now: number): void {
  roll(window, now);
  window.calls.push(now);
}

export function noteTokens(window: MinuteWindow, count: number, now: number): void {
  roll(window, now);
  if (count > 0) window.tokens.push({ at: now, count });
}

function roll(window: MinuteWindow, now: number): void {
  const { calls, tokens } = window;
  const end = now - MINUTE;
  let from = window.firstCall;
  for (let at = calls[from]; at !== undefined && at <= end; at = calls[from]) from += 1;
  window.firstCall = withoutPassed(calls, from);
  from = window.firstTokens;
  for (let use = tokens[from]; use !== undefined && use.at <= end; use = tokens[from]) from += 1;
  window.firstTokens = withoutPassed(tokens, from);
}

/** Frees the items before `from` where they are many, and half of all. @returns where the window begins then. */
function withoutPassed(items: unknown[], from: number): number {
  if (from < MOST_PASSED || from * 2 < items.length) return from;
  items.splice(0, from);
  return 0;
}

/** The window of two keys that turn out to share their quota. */
export const mergeWindows = (a: MinuteWindow, b: MinuteWindow): MinuteWindow => ({
  calls: [...a.calls.slice(a.firstCall), ...b.calls.slice(b.firstCall)].sort((x, y) => x - y),
  tokens: [...a.tokens.slice(a.firstTokens), ...b.tokens.slice(b.firstTokens)].sort((x, y) => x.at - y.at),
  firstCall: 0,
  firstTokens: 0,
});

/** Pacing: when another call stays within the learned limits of a minute, in ms; 0 for now. */
export function pacedUntil(window: MinuteWindow, learned: LearnedLimits | undefined, now: number): number {
  if (learned === undefined || !isMinuteBelieved(learned, now)) return 0;
  const { requestsPerMinute, inputTokensPerMinute } = learned;
  if (requestsPerMinute === undefined && inputTokensPerMinute === undefined) return 0;
  roll(window, now);
  let until = 0;
  if (requestsPerMinute !== undefined) {
    const { calls, firstCall } = window;
    const place = calls.length - requestsPerMinute;
    const lastToWaitFor = place < firstCall ? undefined : calls[place];
    if (lastToWaitFor !== undefined) until = lastToWaitFor + MINUTE;
  }
  if (inputTokensPerMinute !== undefined) {
    const { tokens, firstTokens } = window;
    let sum = 0;
    for (let place = firstTokens; place < tokens.length; place += 1) sum += tokens[place]?.count ?? 0;
    for (let place = firstTokens; sum >= inputTokensPerMinute; place += 1) {
      const use = tokens[place];
      if (use === undefined) break;
      sum -= use.count;
      until = Math.max(until, use.at + MINUTE);
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
