export interface Credit {
  /** The reader has room for `bytes` more. */
  grant(bytes: number): void;
  /** A piece of `bytes` goes out. It may overdraw, by less than itself: to split it would break whole events apart. */
  spend(bytes: number): void;
  /** Resolves when something may be sent. */
  available(): Promise<void>;
}

/** The sender's side of flow control by bytes, for one reader and one sender that awaits each `available()`. */
export function createCredit(initial: number): Credit {
  let left = initial;
  let wake: (() => void) | undefined;
  return {
    grant(bytes) {
      left += bytes;
      if (left > 0) wake?.();
    },
    spend(bytes) {
      left -= bytes;
    },
    available() {
      if (left > 0) return Promise.resolve();
      return new Promise((resolve) => {
        wake = resolve;
      });
    },
  };
}
