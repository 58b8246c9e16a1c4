/** Takes secrets out of what is logged, by their value: whatever text they have got into, they do not get out. */

import { formsOf, privateKeyOf, shortestForm } from './encodings.ts';
import { createHider } from './multi-replace.ts';
import { REDACTED, redactPatterns } from './patterns.ts';

export interface Redactor {
  /** From now on this value is never shown. Never throws. */
  learn(secret: string): void;
  /**
   * A copy without secrets, of JSON's types. Errors become `{ name, message, stack }`; cycles are cut, and so is what is
   * nested too deep or throws when it is read. Never throws.
   */
  redact(value: unknown): unknown;
}

/** Levels of what is logged. Deeper than anything of ours; JSON of others could overflow the stack. */
const DEEPEST = 50;

export function createRedactor(): Redactor {
  const secrets = createHider(REDACTED);
  /** Their forms are made when something is logged: thousands of keys must not delay the start of a worker. */
  let learned: string[] = [];
  /** Secrets of a few characters, such as a simple password: hidden where they stand alone, not within a word. */
  const words = new Set<string>();
  /** Short secrets that are no word, such as a password with a space in it. */
  const phrases = new Set<string>();

  const redactText = (text: string): string => {
    for (const secret of learned) for (const form of formsOf(secret)) secrets.add(form);
    learned = [];
    let clean = secrets.hide(text);
    for (const phrase of phrases) clean = clean.replaceAll(phrase, REDACTED);
    // The patterns catch what nobody has taught us, such as a key with a typing error.
    return redactPatterns(clean.replace(/[\w-]+/g, (word) => (words.has(word) ? REDACTED : word)));
  };

  const redact = (value: unknown, above: readonly object[]): unknown => {
    if (typeof value === 'string') return redactText(value);
    if (typeof value === 'bigint' || typeof value === 'symbol') return redactText(value.toString());
    if (typeof value !== 'object' || value === null) return value;
    if (above.includes(value)) return '[circular]';
    if (above.length >= DEEPEST) return '[deep]';
    try {
      return redactObject(value, [...above, value]);
    } catch {
      return '[unreadable]';
    }
  };

  const redactObject = (value: object, path: readonly object[]): unknown => {
    if (Array.isArray(value)) return value.map((item) => redact(item, path));
    if (value instanceof Error) {
      const { name, message, stack, cause } = value;
      return redact({ name, message, stack, ...(cause === undefined ? {} : { cause }) }, path);
    }
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [redactText(name), redact(item, path)]));
  };

  return {
    learn(secret) {
      // A record of the store may be anything, when it is damaged.
      if (typeof secret !== 'string') return;
      if (secret.length >= shortestForm) learned.push(secret);
      else if (/^[\w-]+$/.test(secret)) words.add(secret);
      else if (secret !== '') phrases.add(secret);
      const key = privateKeyOf(secret);
      if (key !== undefined) phrases.add(key).add(JSON.stringify(key).slice(1, -1));
    },
    redact: (value) => redact(value, []),
  };
}
