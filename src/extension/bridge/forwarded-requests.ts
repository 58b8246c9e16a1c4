import { extensionGone } from '../protocol/extension-gone.ts';

type BreakOff = (reason: string) => void;

export interface Exchanges {
  add(breakOff: BreakOff): void;
  remove(breakOff: BreakOff): void;
  /** Ends all of them. */
  breakOff(reason: string): void;
}

/** Often enough that nobody takes it for a hang, in ms. */
const lookEvery = 1_000;

/**
 * The exchanges of one frame. While there are any it looks whether the extension is still there: a connection of an
 * extension that is updated or reloaded stays silent for ever, without an `onDisconnect` (seen in Chromium 156).
 */
export function createExchanges(extensionIsAlive: () => boolean): Exchanges {
  const running = new Set<BreakOff>();
  let timer: ReturnType<typeof setInterval> | undefined;

  function look() {
    if (!extensionIsAlive()) breakOff(extensionGone);
  }

  function breakOff(reason: string) {
    for (const one of [...running]) one(reason);
  }

  return {
    add(one) {
      running.add(one);
      timer ??= setInterval(look, lookEvery);
    },
    remove(one) {
      running.delete(one);
      if (running.size > 0) return;
      clearInterval(timer);
      timer = undefined;
    },
    breakOff,
  };
}
