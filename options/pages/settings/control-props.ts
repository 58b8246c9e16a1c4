import type { SettingName } from '../../../src/contract/settings/table.ts';
import type { SettingView } from '../../../src/contract/settings/value.ts';
import type { SavingSetting } from './use-saving.ts';

/** What the control of a setting is given, whatever the setting's kind. */
export interface ControlProps {
  /** Of the control; `<id>-help` and `<id>-status` describe it. */
  readonly id: string;
  readonly name: SettingName;
  readonly view: SettingView;
  /** The environment decides; shown but not to be changed. */
  readonly fixed: boolean;
  readonly saving: SavingSetting;
}
