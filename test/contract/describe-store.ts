import { describe, it } from 'vitest';
import { type MakeStore, storeContract } from './store.ts';

/** Runs the contract of the Store port on one implementation. */
export function describeStore(name: string, make: MakeStore): void {
  describe(`${name} keeps the contract of the Store port`, () => {
    it.each(storeContract)('$name', ({ run }) => run(make));
  });
}
