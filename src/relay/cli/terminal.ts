/** What a command line tool needs to talk to the person at it. */

import { systemLanguage, words } from '../../i18n/cli.ts';
import { StorageError } from '../storage/lock.ts';

export const language = systemLanguage();

export const say = words[language];

export const print = (line: string): void => void process.stdout.write(line);

/** On a terminal that shows colours; https://no-color.org */
export const red = (text: string): string =>
  process.stdout.isTTY && !process.env.NO_COLOR ? `\u001b[31m${text}\u001b[39m` : text;

/** Ends the process with what went wrong, in words. */
export function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

/** What went wrong, in the person's language where it is ours to say. */
export function explain(error: unknown): string {
  if (error instanceof StorageError) return error.phrase[language];
  return error instanceof Error ? error.message : String(error);
}
