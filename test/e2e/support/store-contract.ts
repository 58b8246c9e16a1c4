/** Bundled into a bare page, where it runs the contract of the Store port on the real IndexedDB. */
import { deleteDB } from 'idb';
import { createIdbStore } from '../../../src/extension/store/store.ts';
import { storeContract, storeFailures } from '../../contract/store.ts';

let databases = 0;

export async function run() {
  const failures = await storeFailures(async (clock) => {
    const name = `store-${++databases}`;
    const store = createIdbStore(clock, name);
    const opened = [store];
    return {
      store,
      async reopen() {
        await store.close();
        const again = createIdbStore(clock, name);
        opened.push(again);
        return again;
      },
      async dispose() {
        for (const one of opened) await one.close();
        await deleteDB(name);
      },
    };
  });
  return { failures, cases: storeContract.length };
}
