import { type Ending, neverEnds } from './ending.ts';

/** What of a clock can wake. */
interface Alarm {
  after(ms: number, run: () => void): () => void;
}

/** Waits for `ms`. Leaves neither timer nor listener behind. @throws the ending's reason as soon as that comes. */
export const sleep = (clock: Alarm, ms: number, ending: Ending = neverEnds): Promise<void> =>
  new Promise((resolve, reject) => {
    const stopTimer = clock.after(ms, () => {
      detach();
      resolve();
    });
    const detach = ending.onEnd((reason) => {
      stopTimer();
      reject(reason);
    });
  });
