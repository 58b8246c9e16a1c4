import { type SettingName, settingsTable } from '../../src/contract/settings/table.ts';
import { catalogues, languages } from '../../src/i18n/translate.ts';

/** The settings whose name, environment variable or words, in any language, hold every word of the search. */
export function findSettings(names: readonly SettingName[], search: string): readonly SettingName[] {
  const words = search.trim().toLowerCase().split(/\s+/);
  return names.filter((name) => {
    const texts = textsOf(name);
    return words.every((word) => texts.includes(word));
  });
}

const known = new Map<SettingName, string>();

function textsOf(name: SettingName): string {
  const texts =
    known.get(name) ??
    [
      name,
      settingsTable[name].env,
      ...languages.flatMap((language) => {
        const catalogue = catalogues[language];
        return [catalogue[`settings.${name}.title`], catalogue[`settings.${name}.help`]].map(String);
      }),
    ]
      .join('\n')
      .toLowerCase();
  known.set(name, texts);
  return texts;
}
