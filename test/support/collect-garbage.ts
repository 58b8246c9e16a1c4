import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

/** What nobody holds is gone afterwards. What a turn has looked at lives until it is over, so this begins a new one. */
export async function collectGarbage(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  collect();
}

/** How many of them are still held. */
export const heldOf = (all: readonly WeakRef<object>[]): number =>
  all.filter((one) => one.deref() !== undefined).length;
