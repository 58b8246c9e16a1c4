import { formatMessage } from './format-message.ts';
import type { ArgsOf, Message } from './message.ts';
import { en } from './page/en.ts';
import { zh } from './page/zh.ts';

export const languages = ['en', 'zh'] as const;
export type Language = (typeof languages)[number];
export type Key = keyof typeof en;

export const catalogues: Readonly<Record<Language, { readonly [K in Key]: Message }>> = { en, zh };

/** The text for `key` in `language`, with its placeholders filled. */
export function translate<K extends Key>(language: Language, key: K, ...args: ArgsOf<(typeof en)[K]>): string {
  return formatMessage(catalogues[language][key], args[0] ?? {}, language);
}

/** The first of the languages wanted (BCP 47 tags) that there is a translation for; English where there is none. */
export function preferredLanguage(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const primary = tag.toLowerCase().split('-')[0];
    const found = languages.find((known) => known === primary);
    if (found) return found;
  }
  return 'en';
}
