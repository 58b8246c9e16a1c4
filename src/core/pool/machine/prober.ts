/**
 * Health probing with live requests: how often a key that is not healthy is tried. In a pool whose keys are mostly dead
 * each such try costs the client a round trip, so healthy keys come first and the others are probed now and then. Pure.
 */

export interface Prober {
  /** Moving average over probes: 1 where all were answered, 0 where none was. */
  successRate: number;
  /** Requests since the last probe. */
  sinceProbe: number;
  /** Requests from one probe to the next. */
  interval: number;
}

const SHORTEST_INTERVAL = 20;
const LONGEST_INTERVAL = 160;
const WEIGHT = 0.25;
const ENOUGH = 0.5;

/** @param answering healthy keys; @param failing keys that are out, or degraded */
export const createProber = (answering: number, failing: number): Prober => ({
  successRate: (answering + 1) / (answering + failing + 1),
  sinceProbe: 0,
  interval: SHORTEST_INTERVAL,
});

/** Whether a key of unknown health is as good a choice as a healthy one. */
export const isOptimistic = ({ successRate }: Prober): boolean => successRate >= ENOUGH;

/** Counts one request. @returns whether it should be a probe. */
export function isProbeDue(prober: Prober): boolean {
  prober.sinceProbe += 1;
  return prober.sinceProbe >= prober.interval;
}

/** A probe is under way. */
export function recordProbe(prober: Prober): void {
  prober.sinceProbe = 0;
}

/** The probe ended. Exponential backoff: probes that keep failing become rarer. */
export function recordOutcome(prober: Prober, answered: boolean): void {
  prober.successRate += WEIGHT * ((answered ? 1 : 0) - prober.successRate);
  prober.interval = answered ? SHORTEST_INTERVAL : Math.min(LONGEST_INTERVAL, prober.interval * 2);
}

/** For a new quota day: every key has a fresh quota, so the past says less. */
export function resetInterval(prober: Prober): void {
  prober.interval = SHORTEST_INTERVAL;
}
