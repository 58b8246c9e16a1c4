import { type SettingSpec, settingsTable } from '../../../src/contract/settings/table.ts';
import { choiceWords } from '../../../src/i18n/value-words.ts';
import { language } from '../../state/language.ts';
import { Switch } from '../../ui/switch.tsx';
import type { ControlProps } from './control-props.ts';
import { TextControl } from './text-control.tsx';

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
