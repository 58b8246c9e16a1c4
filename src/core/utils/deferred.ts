/** Something that happens once, or not at all, for others to wait for. */
export interface Moment {
  readonly happened: Promise<void>;
  happen(): void;
}

export function createMoment(): Moment {
  let resolve: (() => void) | undefined;
  const happened = new Promise<void>((resolved) => {
    resolve = resolved;
  });
  return { happened, happen: () => resolve?.() };
}
