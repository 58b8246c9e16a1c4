import type { SettingValue } from '../../src/contract/settings/value.ts';

/** The items of a setting that is a list; none where it is not there. */
export const listOf = (value: SettingValue | undefined): readonly string[] => (Array.isArray(value) ? value : []);
