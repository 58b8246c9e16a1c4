/** How long a model usually takes to begin its answer: what makes a call slow enough to ask a second key. Pure. */

export interface LatencyEstimate {
  readonly samples: number;
  /** Both in ms. */
  readonly mean: number;
  readonly spread: number;
}

/** Fewer say nothing yet about what is estimate. */
const ENOUGH = 5;
/** A second call within this time would gain nothing, in ms. */
const SHORTEST = 200;

/** Takes in one wait of `ms`, old ones fading: the estimate that TCP makes of a round trip (RFC 6298, section 2). */
export function observeLatency(estimate: LatencyEstimate | undefined, ms: number): LatencyEstimate {
  if (estimate === undefined) return { samples: 1, mean: ms, spread: ms / 2 };
  const { samples, mean, spread } = estimate;
  return {
    samples: samples + 1,
    mean: mean + (ms - mean) / 8,
    spread: spread + (Math.abs(ms - mean) - spread) / 4,
  };
}

/** The wait in ms beyond which an answer is late; undefined while too little is known. */
export function hedgeDelay(estimate: LatencyEstimate | undefined): number | undefined {
  if (estimate === undefined || estimate.samples < ENOUGH) return undefined;
  return Math.max(SHORTEST, estimate.mean + 4 * estimate.spread);
}
