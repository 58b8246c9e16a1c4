/** Chance that a seed fixes, so that what it did can be done again. */
export interface Dice {
  /** Uniform in [0, 1). */
  next(): number;
  /** A whole number in [0, below). */
  below(below: number): number;
  chance(probability: number): boolean;
  /** One of a list that is not empty. */
  pick<T>(list: readonly T[]): T;
}

/** @param seed the same numbers give the same dice. */
export function diceOf(...seed: readonly number[]): Dice {
  let state = seed.reduce((mixed, number) => Math.imul(mixed ^ number, 0x9e3779b1) + 0x7f4a7c15, 0x243f6a88);
  // Weyl sequence with the finalizer of MurmurHash3: enough for tests, and the same on every machine.
  const next = () => {
    state = (state + 0x9e3779b9) | 0;
    let bits = state ^ (state >>> 16);
    bits = Math.imul(bits, 0x85ebca6b);
    bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
    return ((bits ^ (bits >>> 16)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    next,
    below,
    chance: (probability) => next() < probability,
    pick(list) {
      const picked = list[below(list.length)];
      if (picked === undefined) throw new Error('there is nothing to pick from');
      return picked;
    },
  };
}

/** A fresh seed, short enough to be typed. */
export const freshSeed = (): number => Math.floor(Math.random() * 1_000_000);
