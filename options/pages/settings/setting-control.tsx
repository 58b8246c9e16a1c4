import { type SettingName, type SettingSpec, settingsTable } from '../../../src/contract/settings/table.ts';
import type { SettingView } from '../../../src/contract/settings/value.ts';
import { choiceWords } from '../../../src/i18n/value-words.ts';
import { language } from '../../state/language.ts';
import { Switch } from '../../ui/switch.tsx';
import { TextControl } from './text-control.tsx';
import type { SavingSetting } from './use-saving.ts';

export interface ControlProps {
  /** Of the control; `<id>-help` and `<id>-status` describe it. */
  readonly id: string;
  readonly name: SettingName;
  readonly view: SettingView;
  /** The environment decides; shown but not to be changed. */
  readonly fixed: boolean;
  readonly saving: SavingSetting;
}

/** The control that fits the setting's kind. */
export function SettingControl(props: ControlProps) {
  const { id, name, view, fixed, saving } = props;
  const spec: SettingSpec = settingsTable[name];
  const describedBy = `${id}-help ${id}-status`;
  switch (spec.kind) {
    case 'boolean':
      return (
        <Switch
          id={id}
          describedBy={describedBy}
          on={view.value === true}
          disabled={fixed}
          onTurn={(on) => void saving.save(on)}
        />
      );
    case 'choice':
      return (
        <select
          id={id}
          aria-describedby={describedBy}
          value={String(view.value)}
          disabled={fixed}
          onChange={(event) => void saving.save(event.currentTarget.value)}
        >
          {spec.choices.map((choice) => (
            <option key={choice} value={choice} selected={choice === view.value}>
              {choiceWords(language.value, name, choice)}
            </option>
          ))}
        </select>
      );
    default:
      return <TextControl {...props} />;
  }
}
