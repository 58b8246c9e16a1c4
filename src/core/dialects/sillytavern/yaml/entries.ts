import { YamlError } from './cursor.ts';

/** A mapping's, by key as YAML has it: the number 1 and the text "1" are two keys. */
export type Entries = Map<unknown, unknown>;

/** @throws {YamlError} where the key is there already. */
export function addEntry(entries: Entries, key: unknown, value: unknown): void {
  if (entries.has(key)) throw new YamlError(`Twice: ${String(key).slice(0, 20)}`);
  entries.set(key, value);
}

/** Every key becomes a property of its own, `__proto__` too. */
export const toObject = (entries: Entries): object =>
  Object.fromEntries([...entries].map(([key, value]) => [key === null ? '' : String(key), value]));
