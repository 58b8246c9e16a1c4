import { computed } from '@preact/signals';
import type { ArgsOf } from '../../src/i18n/message.ts';
import type { en } from '../../src/i18n/page/en.ts';
import { type Key, type Language, preferredLanguage, translate } from '../../src/i18n/translate.ts';
import { remembered } from './remembered.ts';

/** What the person chose; `auto` follows the browser. */
export const languageChoice = remembered('hajimi.language', ['auto', 'en', 'zh'], 'auto');

/** The language in use. Reading it while rendering makes the component follow a change at once. */
export const language = computed<Language>(() =>
  languageChoice.value === 'auto' ? preferredLanguage(globalThis.navigator?.languages ?? []) : languageChoice.value,
);

/** The page's text for `key` in the language in use, with its placeholders filled. */
export function t<K extends Key>(key: K, ...args: ArgsOf<(typeof en)[K]>): string {
  return translate(language.value, key, ...args);
}
