/**
 * Cancellation, as the web's `AbortSignal` has it: the client leaves, so the upstream call is cancelled, so the lease goes
 * back. Made by hand because it is made several times for each request: a chain of three costs 0.5 us, of AbortControllers
 * 10. It is chained in one place (`follow`), where nothing stays behind: no listener that nobody needs any more, and not
 * what Node 20 does with `AbortSignal.any`, whose sources live for as long as the longest-lived of them.
 */
export interface Ending {
  readonly ended: boolean;
  /** Why it ended; undefined as long as it has not, and never after. */
  readonly reason: unknown;
  /**
   * Calls `listener` once, when it ends: in the order in which they came, or at once, within this call, where it has
   * ended already. One that throws keeps nobody behind it from hearing; whoever ends it gets what the first threw.
   * @returns takes that back, and with it all that is held of the listener; without effect once it was called.
   */
  onEnd(listener: (reason: unknown) => void): () => void;
  /** @throws the reason, where it has ended. */
  throwIfEnded(): void;
  /** For a platform that insists on one; made when it is first asked for, and aborts in its turn with the same reason. */
  readonly signal: AbortSignal;
}

/** An ending and the power over it, as `AbortController` has it. */
export interface OwnEnding {
  readonly ending: Ending;
  /** The first call counts. @param reason an `AbortError` where there is none. */
  end(reason?: unknown): void;
}

/** An ending that comes with another's, or before it. */
export interface Follower extends OwnEnding {
  /**
   * From now on it does not end with its parent, which holds nothing of it any more. Called when the work is done:
   * without it the parent holds the child, and what hears of that, until it ends itself. `end` does the same.
   */
  detach(): void;
}

export function createEnding(): OwnEnding {
  const ending = new Lifecycle();
  return { ending, end: (reason) => ending.end(reason) };
}

/** The one abort chain: a child that ends with its parent, for the same reason, and may end earlier. */
export function follow(parent: Ending): Follower {
  const child = new Lifecycle();
  const detach = parent.onEnd((reason) => child.end(reason));
  return {
    ending: child,
    detach,
    end(reason) {
      detach();
      child.end(reason);
    },
  };
}

/** What a promise gives, unless the ending comes first. Leaves no listener behind. @throws what the promise does; the reason. */
export function orEnded<T>(promise: Promise<T>, ending: Ending): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    // After the end nobody hears of the promise, so nobody must hear that it failed.
    promise.finally(ending.onEnd(reject)).then(resolve, reject);
  });
}

/** The ending of whoever has a signal of the web's. What throws in a listener is the platform's to report then. */
export const endingOf = (signal: AbortSignal): Ending => new SignalEnding(signal);

/** For work that nobody gives up. Holds nothing of its listeners. */
export const neverEnds: Ending = {
  ended: false,
  reason: undefined,
  onEnd: () => nothing,
  throwIfEnded: nothing,
  // A new one each time: one for all would hold every listener that a platform forgets on it.
  get signal() {
    return new AbortController().signal;
  },
};

function nothing(): void {}

class Lifecycle implements Ending {
  ended = false;
  reason: unknown;
  #listeners: Set<{ hear(reason: unknown): void }> | undefined;
  #controller: AbortController | undefined;

  onEnd(hear: (reason: unknown) => void): () => void {
    if (this.ended) {
      hear(this.reason);
      return nothing;
    }
    // In an object of its own: somebody may listen twice with one function, and take one of them back.
    const listener = { hear };
    this.#listeners ??= new Set();
    this.#listeners.add(listener);
    return () => void this.#listeners?.delete(listener);
  }

  throwIfEnded(): void {
    if (this.ended) throw this.reason;
  }

  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      const controller = new AbortController();
      this.#controller = controller;
      this.onEnd((reason) => controller.abort(reason));
    }
    return this.#controller.signal;
  }

  end(reason: unknown = new DOMException('This operation was aborted', 'AbortError')): void {
    if (this.ended) return;
    this.ended = true;
    this.reason = reason;
    const faults: unknown[] = [];
    // A Set passes over what is deleted while it is walked: who took a listener back in another's call is not called.
    for (const listener of this.#listeners ?? []) {
      try {
        listener.hear(reason);
      } catch (error) {
        faults.push(error);
      }
    }
    this.#listeners = undefined;
    if (faults.length > 0) throw faults[0];
  }
}

class SignalEnding implements Ending {
  constructor(readonly signal: AbortSignal) {}

  get ended(): boolean {
    return this.signal.aborted;
  }

  get reason(): unknown {
    return this.signal.reason;
  }

  onEnd(hear: (reason: unknown) => void): () => void {
    const { signal } = this;
    const onAbort = () => hear(signal.reason);
    if (signal.aborted) {
      onAbort();
      return nothing;
    }
    signal.addEventListener('abort', onAbort, { once: true });
    return () => signal.removeEventListener('abort', onAbort);
  }

  throwIfEnded(): void {
    this.signal.throwIfAborted();
  }
}
