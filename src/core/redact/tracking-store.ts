import type { Change, Store } from '../ports.ts';
import type { CredentialRecord } from '../records.ts';
import { passwordsIn } from '../utils/net/url-login.ts';
import type { Redactor } from './redactor.ts';

/** What of a credential nobody may read: the secret, and the password of its own proxy. */
function learnCredential(redactor: Redactor, { secret, proxy }: CredentialRecord): void {
  redactor.learn(secret);
  for (const password of proxy ? passwordsIn(proxy) : []) redactor.learn(password);
}

/** The same store, which teaches the redactor every credential and password that passes through it. */
export function learnSecrets(store: Store, redactor: Redactor): Store {
  const learnFrom = (changes: readonly Change[]) => {
    for (const change of changes) {
      if (change.op !== 'put') continue;
      if (change.in === 'credentials') learnCredential(redactor, change.value);
      if (change.in === 'access') redactor.learn(change.value.password);
      if (change.in === 'recentlyRemoved') learnCredential(redactor, change.value.credential);
    }
  };
  const { subscribe, whenBack, close } = store;
  return {
    async load() {
      const snapshot = await store.load();
      for (const credential of snapshot.credentials.values()) learnCredential(redactor, credential);
      for (const { password } of snapshot.access.values()) redactor.learn(password);
      for (const { credential } of snapshot.recentlyRemoved.values()) learnCredential(redactor, credential);
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
