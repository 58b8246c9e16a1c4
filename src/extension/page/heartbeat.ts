import { clearTimer, setTimer } from './safe-globals.ts';

/** Often enough that nobody takes it for a hang, in ms. */
const interval = 1_000;
/** Bridge and page share a thread, so an answer is only ever missing because nobody is there. */
const patience = 3;

export interface Watch {
  /** The bridge has said something. */
  heard(): void;
  stop(): void;
}

/**
 * Looks whether the bridge is still there while it owes an answer: of an extension that is updated or reloaded Firefox
 * ends the scripts in open pages, and leaves their ports open and silent for ever (seen in 153).
 * @param ping asks it for a sign of life.
 * @param gone is called once, when there was none to several pings.
 */
export function watchBridge(ping: () => void, gone: () => void): Watch {
  let unanswered = 0;
  let timer = setTimer(look, interval);
  function look() {
    if (unanswered === patience) return gone();
    unanswered += 1;
    timer = setTimer(look, interval);
    ping();
  }
  return {
    heard() {
      unanswered = 0;
    },
    stop: () => clearTimer(timer),
  };
}
