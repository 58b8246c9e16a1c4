import type { KeyState } from '../../../src/contract/keys.ts';
import { formatCount } from '../../../src/i18n/intl.ts';
import { language, t } from '../../state/language.ts';
import { href } from '../../state/route.ts';
import { type KeySelection, keyStates } from '../../state/select-keys.ts';

interface Props {
  readonly selection: KeySelection;
  readonly counts: Readonly<Record<KeyState, number>>;
}

/** All, or the keys of one state, each with its number. States that no key is in are left out. */
export function StateFilter({ selection, counts }: Props) {
  const all = keyStates.reduce((sum, state) => sum + counts[state], 0);
  const link = (state: KeyState | '', words: string, count: number) => (
    <li key={state}>
      <a
        href={href('keys', { state, search: selection.search })}
        aria-current={selection.state === state ? 'true' : undefined}
      >
        {words} <span class="count">{formatCount(count, language.value)}</span>
      </a>
    </li>
  );
  return (
    <nav class="filter" aria-label={t('keys.filter')}>
      <ul>
        {link('', t('keys.filter.all'), all)}
        {keyStates
          .filter((state) => counts[state] > 0 || selection.state === state)
          .map((state) => link(state, t(`state.${state}`), counts[state]))}
      </ul>
    </nav>
  );
}
