import type { CredentialRecord } from '../records.ts';
import { createRedactor, type Redactor } from './redactor.ts';

/**
 * A redactor that knows every key of the pool, also those that have left it since. Keys are looked at when something is
 * shown and not before: most never are.
 */
export function poolRedactor(credentials: () => readonly CredentialRecord[], passwords: readonly string[]): Redactor {
  const redactor = createRedactor();
  const known = new Set<string>();
  for (const password of passwords) redactor.learn(password);
  const learnAll = () => {
    for (const { id, secret } of credentials()) {
      if (!known.has(id)) redactor.learn(secret);
      known.add(id);
    }
  };
  return {
    learn: redactor.learn,
    redact(value) {
      learnAll();
      return redactor.redact(value);
    },
  };
}
