import type { KeyState } from '../../src/contract/keys.ts';
import { t } from '../state/language.ts';
import { Icon, type IconName } from './icon.tsx';

const icons: Readonly<Record<KeyState, IconName>> = {
  usable: 'check',
  cooling: 'clock',
  unusable: 'alert',
  disabled: 'pause',
};

/** A key's state by word, shape and colour, never by colour alone. */
export function StateBadge({ state }: { state: KeyState }) {
  return (
    <span class={`badge ${state}`}>
      <Icon name={icons[state]} />
      {t(`state.${state}`)}
    </span>
  );
}
