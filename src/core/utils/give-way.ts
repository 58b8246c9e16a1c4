/** Where a platform has a macrotask that is not put off: timers of browsers wait at least 4 ms once they are nested. */
interface Platform {
  readonly setImmediate?: (run: () => void) => unknown;
  readonly scheduler?: { yield?(): Promise<void> };
}

const { setImmediate, scheduler }: Platform = globalThis as Platform;

/** Resolves when everybody else who waited has had their turn. */
export function giveWay(): Promise<void> {
  if (scheduler?.yield !== undefined) return scheduler.yield();
  return new Promise((resolve) => {
    if (setImmediate !== undefined) setImmediate(resolve);
    else setTimeout(resolve, 0);
  });
}
