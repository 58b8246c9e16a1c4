/** What a command line tool needs to talk to the person at it. */
import { systemLanguage, words } from './words.ts';

export const language = systemLanguage();

export const say = words[language];

export const print = (line: string): void => void process.stdout.write(line);

/** Ends the process with what went wrong, in words. */
export function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

export const explain = (error: unknown): string => (error instanceof Error ? error.message : String(error));
