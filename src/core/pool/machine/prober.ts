/**
 * How much keys that have not answered lately deserve to be tried. With most of a pool dead, each try of an unproven
 * key costs the client a round trip, so those that answer come first and the others are probed now and then. Pure.
 */

export interface Trust {
  /** Moving average of what unproven keys did: 1 all answered, 0 none. */
  score: number;
  /** Requests since an unproven key was last tried. */
  sinceProbe: number;
  /** So many requests lie between two probes. */
  interval: number;
}

const SHORTEST_INTERVAL = 20;
const LONGEST_INTERVAL = 160;
const WEIGHT = 0.25;
const ENOUGH = 0.5;

/** @param answering keys that answered lately; @param failing keys that are known to be out */
export const createTrust = (answering: number, failing: number): Trust => ({
  score: (answering + 1) / (answering + failing + 1),
  sinceProbe: 0,
  interval: SHORTEST_INTERVAL,
});

/** Whether an unproven key is as good as one that answered lately. */
export const isTrusting = ({ score }: Trust): boolean => score >= ENOUGH;

/** Counts one request. True when it should try an unproven key. */
export function isProbeDue(trust: Trust): boolean {
  trust.sinceProbe += 1;
  return trust.sinceProbe >= trust.interval;
}

/** An unproven key was tried. Probes that keep failing become rarer. */
export function noteProbe(trust: Trust): void {
  trust.sinceProbe = 0;
}

/** What became of an unproven key. */
export function noteOutcome(trust: Trust, answered: boolean): void {
  trust.score += WEIGHT * ((answered ? 1 : 0) - trust.score);
  trust.interval = answered ? SHORTEST_INTERVAL : Math.min(LONGEST_INTERVAL, trust.interval * 2);
}

/** Midnight gives every key a fresh quota: the past says less. */
export function startAnew(trust: Trust): void {
  trust.interval = SHORTEST_INTERVAL;
}
