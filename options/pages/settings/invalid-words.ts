import { type SettingName, settingsTable } from '../../../src/contract/settings/table.ts';
import { t } from '../../state/language.ts';

/** Texts with a syntax of their own. */
const ownWords = {
  vertexLocation: 'settings.invalid.location',
  modelDailyLimits: 'settings.invalid.limits',
  fallbackModels: 'settings.invalid.chains',
  modelAliases: 'settings.invalid.pairs',
} as const satisfies Partial<Record<SettingName, string>>;

const hasOwnWords = (name: string): name is keyof typeof ownWords => name in ownWords;

/**
 * What the setting can hold, said in the page's language where it has the words. `parseSetting` decides; this explains.
 * @param allowed its own words, for what a page cannot get wrong by typing.
 */
export function invalidWords(name: SettingName, allowed: string): string {
  if (hasOwnWords(name)) return t(ownWords[name]);
  const spec = settingsTable[name];
  switch (spec.kind) {
    case 'integer':
    case 'number':
      return t(`settings.invalid.${spec.kind}`, { min: spec.min, max: spec.max });
    case 'url':
      return t('settings.invalid.url');
    default:
      return t('settings.invalid.other', { reason: allowed });
  }
}
