import { computed } from '@preact/signals';
import { remembered } from '../state/remembered.ts';
import { en } from './en.ts';
import { formatMessage } from './format-message.ts';
import type { ArgsOf, Message } from './message.ts';
import { zh } from './zh.ts';

export const languages = ['en', 'zh'] as const;
export type Language = (typeof languages)[number];
export type Key = keyof typeof en;

const catalogues: Readonly<Record<Language, { readonly [K in Key]: Message }>> = { en, zh };

/** What the person chose; `auto` follows the browser. */
export const languageChoice = remembered('hajimi.language', ['auto', 'en', 'zh'], 'auto');

/** The language in use. Reading it while rendering makes the component follow a change at once. */
export const language = computed<Language>(() =>
  languageChoice.value === 'auto' ? preferredLanguage(globalThis.navigator?.languages ?? []) : languageChoice.value,
);

/** The first of the browser's languages that there is a translation for; English where there is none. */
export function preferredLanguage(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const primary = tag.toLowerCase().split('-')[0];
    const found = languages.find((known) => known === primary);
    if (found) return found;
  }
  return 'en';
}

/** The page's text for `key` in the language in use, with its placeholders filled. */
export function t<K extends Key>(key: K, ...args: ArgsOf<(typeof en)[K]>): string {
  return formatMessage(catalogues[language.value][key], args[0] ?? {}, language.value);
}

export const isKey = (key: string): key is Key => Object.hasOwn(en, key);
