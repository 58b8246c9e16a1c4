/** Bounds how many passwords can be tried, whoever tries them and however soon they hang up. */
export interface LoginThrottle {
  /**
   * Takes one guess out of the budget of whoever asks. It is taken before the word is compared, so that the answer, and
   * hanging up on it, makes no difference.
   * @returns to be called when the word was right: the guess is given back, and who asked is known for a day
   * @throws {ProxyError} `too_many_passwords`, with the time until the next guess
   */
  guess(from: LoginOrigin): () => void;
}

export interface LoginOrigin {
  /** The peer's, as the shell knows it: `Caller.id`. */
  readonly address: string;
  /** What it calls itself: tells apart those who share an address, and nothing else. */
  readonly userAgent: string;
}
