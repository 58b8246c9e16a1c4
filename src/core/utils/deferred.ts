/** A promise that is settled from outside: something that happens once, or not at all, for others to wait for. */
export interface Deferred<T = void> {
  readonly promise: Promise<T>;
  /** The first call of either counts. */
  resolve(value: T): void;
  reject(reason: unknown): void;
}

export function createDeferred<T = void>(): Deferred<T> {
  const settle: { resolve?: (value: T) => void; reject?: (reason: unknown) => void } = {};
  const promise = new Promise<T>((resolve, reject) => {
    settle.resolve = resolve;
    settle.reject = reject;
  });
  return { promise, resolve: (value) => settle.resolve?.(value), reject: (reason) => settle.reject?.(reason) };
}
