/** `/api/settings`: a setting’s value, and where it comes from. */

/** What a person may set is stored by the setting's name; see `settings.ts`. */
export type SettingValue = string | number | boolean | readonly string[] | Readonly<Record<string, string>>;

/** One row of `GET /api/settings`. */
export interface SettingView {
  readonly name: string;
  readonly value: SettingValue;
  readonly default: SettingValue;
  /** Where the value comes from; an env variable wins over a stored value and cannot be changed here. */
  readonly source: 'default' | 'stored' | 'env';
}
