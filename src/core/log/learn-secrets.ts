import type { Change, Store } from '../ports.ts';
import type { Redactor } from './redact.ts';

/** The same store, which teaches the redactor every credential that passes through it. */
export function learnSecrets(store: Store, redactor: Redactor): Store {
  const learnFrom = (changes: readonly Change[]) => {
    for (const change of changes) {
      if (change.op === 'put' && change.in === 'credentials') redactor.learn(change.value.secret);
    }
  };
  const { subscribe, whenBack, close } = store;
  return {
    async load() {
      const snapshot = await store.load();
      for (const { secret } of snapshot.credentials.values()) redactor.learn(secret);
      return snapshot;
    },
    read: (collection, key) => store.read(collection, key),
    scan: (collection, from, to) => store.scan(collection, from, to),
    commit(changes, durability) {
      learnFrom(changes);
      return store.commit(changes, durability);
    },
    ...(subscribe && {
      subscribe: (apply) =>
        subscribe.call(store, (changes) => {
          learnFrom(changes);
          apply(changes);
        }),
    }),
    ...(whenBack && { whenBack: () => whenBack.call(store) }),
    ...(close && { close: () => close.call(store) }),
  };
}
