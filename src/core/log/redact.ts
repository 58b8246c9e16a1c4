/** Takes secrets out of what is logged, by their value: whatever text they have got into, they do not get out. */
import { redactPatterns } from './patterns.ts';

export interface Redactor {
  /** From now on this value is never shown. */
  learn(secret: string): void;
  /** A copy without secrets, of JSON's types. Errors become `{ name, message, stack }`; cycles are cut. */
  redact(value: unknown): unknown;
}

/** What stands in a secret's place. */
export const REDACTED = '[secret]';

/** A run of what keys and passwords are usually made of. Comparing whole runs costs the same for one key as for 5,000. */
const RUN = /[\w-]+/g;

/** A run of so many characters is itself a secret where it is part of one, such as the second half of an `AQ.` key. */
const TELLING = 12;

export function createRedactor(): Redactor {
  const runs = new Set<string>();
  /** Secrets that no run gives away, such as a password of short words. */
  const phrases = new Set<string>();

  const redactText = (text: string): string => {
    let clean = text;
    for (const phrase of phrases) clean = clean.replaceAll(phrase, REDACTED);
    // The patterns catch what nobody has taught us, such as a key with a typing error.
    return redactPatterns(clean.replace(RUN, (run) => (runs.has(run) ? REDACTED : run)));
  };

  const redact = (value: unknown, above: readonly object[]): unknown => {
    if (typeof value === 'string') return redactText(value);
    if (typeof value === 'bigint' || typeof value === 'symbol') return redactText(value.toString());
    if (typeof value !== 'object' || value === null) return value;
    if (above.includes(value)) return '[circular]';
    const path = [...above, value];
    if (Array.isArray(value)) return value.map((item) => redact(item, path));
    if (value instanceof Error) {
      const { name, message, stack, cause } = value;
      return redact({ name, message, stack, ...(cause === undefined ? {} : { cause }) }, path);
    }
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [redactText(name), redact(item, path)]));
  };

  return {
    learn(secret) {
      if (secret === '') return;
      const inner = privateKey(secret);
      const telling = inner === undefined ? tellingRuns(secret) : [];
      for (const run of telling) runs.add(run);
      if (telling.length === 0) phrases.add(secret);
      if (inner !== undefined) phrases.add(inner).add(JSON.stringify(inner).slice(1, -1));
    },
    redact: (value) => redact(value, []),
  };
}

function tellingRuns(secret: string): string[] {
  const found = secret.match(RUN) ?? [];
  return found[0] === secret ? found : found.filter((run) => run.length >= TELLING);
}

/** A service account is a whole JSON document, whose private key must not show by itself either. */
function privateKey(secret: string): string | undefined {
  if (!secret.startsWith('{')) return undefined;
  try {
    const { private_key: key } = JSON.parse(secret) as { private_key?: unknown };
    return typeof key === 'string' && key !== '' ? key : undefined;
  } catch {
    return undefined;
  }
}
