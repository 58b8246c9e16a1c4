import { formatCount, pluralRules } from './intl.ts';
import type { Message } from './message.ts';

type Args = Readonly<Record<string, string | number>>;

/** Fills a message in. Numbers are written as the language writes them (`1,234`); unknown placeholders stay visible. */
export function formatMessage(message: Message, args: Args, language: string): string {
  const text = typeof message === 'string' ? message : message[pluralForm(args.n, language)];
  return text.replace(/\{(\w+)\}/g, (placeholder, name: string) => {
    const value = args[name];
    if (value === undefined) return placeholder;
    return typeof value === 'number' ? formatCount(value, language) : value;
  });
}

function pluralForm(n: string | number | undefined, language: string): 'one' | 'other' {
  return pluralRules(language, {}).select(Number(n ?? 0)) === 'one' ? 'one' : 'other';
}
