/** Vectors of texts in memory, a bounded number of them. */

export interface VectorItem {
  /** As the client named the text; the text itself where it did not. */
  readonly hash: string | number;
  readonly text: string;
  /** The text's place in what it was taken from. */
  readonly index?: number;
}

export interface Hit {
  readonly item: VectorItem;
  /** Cosine of the angle between the vectors: 1 is the same direction. */
  readonly similarity: number;
}

export interface Vectors {
  /** An item of the same hash takes the place of the one before. */
  insert(
    collection: string,
    items: ReadonlyArray<{ readonly item: VectorItem; readonly vector: readonly number[] }>,
  ): void;
  /** The most similar first, none below `threshold`. */
  nearest(collection: string, vector: readonly number[], count: number, threshold: number): Hit[];
}

interface Kept {
  readonly item: VectorItem;
  /** Of length 1. */
  readonly vector: Float32Array;
}

/** @param budget bytes for all collections together; what was used longest ago goes first. */
export function createVectors(budget: number): Vectors {
  const collections = new Map<string, Map<string, Kept>>();
  let size = 0;

  /** A Map iterates in the order of insertion, so the first collection is the one longest unused. */
  function use(name: string): Map<string, Kept> | undefined {
    const found = collections.get(name);
    if (found === undefined) return undefined;
    collections.delete(name);
    collections.set(name, found);
    return found;
  }

  function drop(of: Map<string, Kept>, hash: string): void {
    const kept = of.get(hash);
    if (kept !== undefined && of.delete(hash)) size -= bytesOf(kept);
  }

  function shrink(): void {
    for (const [name, kept] of collections) {
      for (const hash of kept.keys()) {
        if (size <= budget) return;
        drop(kept, hash);
      }
      if (kept.size === 0) collections.delete(name);
    }
  }

  return {
    insert(name, items) {
      const collection = use(name) ?? new Map<string, Kept>();
      collections.set(name, collection);
      for (const { item, vector } of items) {
        const kept = { item, vector: direction(vector) };
        drop(collection, String(item.hash));
        collection.set(String(item.hash), kept);
        size += bytesOf(kept);
      }
      shrink();
    },

    nearest(name, vector, count, threshold) {
      const wanted = direction(vector);
      return [...(use(name)?.values() ?? [])]
        .filter((kept) => kept.vector.length === wanted.length)
        .map((kept) => ({ item: kept.item, similarity: dot(kept.vector, wanted) }))
        .filter(({ similarity }) => similarity >= threshold)
        .sort((a, b) => b.similarity - a.similarity)
        .slice(0, count);
    },
  };
}

const bytesOf = ({ item, vector }: Kept): number => vector.byteLength + 2 * item.text.length;

function direction(vector: readonly number[]): Float32Array {
  const length = Math.hypot(...vector) || 1;
  return Float32Array.from(vector, (value) => value / length);
}

const dot = (a: Float32Array, b: Float32Array): number => a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);
