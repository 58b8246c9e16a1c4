import type { SettingSpec } from '../../../src/core/settings.ts';
import { t } from '../../i18n/language.ts';

/**
 * What the setting can hold, said in the page's language where it has the words. `parseSetting` decides; this explains.
 * @param allowed its own words, for texts with a syntax of their own.
 */
export function invalidWords(spec: SettingSpec, allowed: string): string {
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
