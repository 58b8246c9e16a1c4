/**
 * Requests within the last so many milliseconds, counted in slots: a request counts until its whole slot has left the
 * window, so no window of that length ever holds more than the limit, and memory does not grow with the limit.
 */

export interface WindowShape {
  /** Ms. */
  readonly length: number;
  /** Ms; the error of the count, always to the strict side. */
  readonly slot: number;
}

/** Slot number (time / slot length) and how many requests fell into it. */
type Slot = readonly [number: number, requests: number];

/** Times are in ms and come in order; one that lies before another counts at that other's. */
export class SlidingWindow {
  /** The oldest first; only slots with a count. */
  readonly #slots: [number: number, requests: number][];
  #count = 0;

  /** @param slots of earlier requests, the oldest first */
  constructor(
    readonly shape: WindowShape,
    slots: Iterable<Slot> = [],
  ) {
    this.#slots = Array.from(slots, ([number, requests]) => [number, requests]);
    for (const [, requests] of this.#slots) this.#count += requests;
  }

  add(now: number, requests = 1): void {
    this.#slide(now);
    const current = Math.floor(now / this.shape.slot);
    const last = this.#slots.at(-1);
    if (last !== undefined && last[0] >= current) last[1] += requests;
    else this.#slots.push([current, requests]);
    this.#count += requests;
  }

  /** Entries that are held: one for each slot, however many requests. */
  get size(): number {
    return this.#slots.length;
  }

  count(now: number): number {
    this.#slide(now);
    return this.#count;
  }

  /** Ms until at most `most` requests are in the window; 0 where that is so now. */
  waitUntil(now: number, most: number): number {
    if (this.count(now) <= most) return 0;
    // From the newest on: which is the first that must leave is soon known, above all of an empty window to come.
    let staying = 0;
    let at = this.#slots.length - 1;
    for (; at > 0; at--) {
      staying += this.#slots[at]?.[1] ?? 0;
      if (staying > most) break;
    }
    return ((this.#slots[at]?.[0] ?? 0) + 1) * this.shape.slot + this.shape.length - now;
  }

  /** Lets go of what has left. */
  #slide(now: number): void {
    const { length, slot } = this.shape;
    for (;;) {
      const [oldest] = this.#slots;
      if (oldest === undefined || (oldest[0] + 1) * slot > now - length) return;
      this.#slots.shift();
      this.#count -= oldest[1];
    }
  }
}
