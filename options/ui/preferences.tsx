import { languageChoice, t } from '../state/language.ts';
import { theme } from '../state/theme.ts';
import { Choice } from './choice.tsx';

/** How the page itself speaks and looks; kept in this browser only. */
export function Preferences() {
  return (
    <>
      <Choice
        label={t('app.language')}
        value={languageChoice.value}
        options={[
          ['auto', t('app.language.auto')],
          ['en', 'English'],
          ['zh', '中文'],
        ]}
        onChoose={(choice) => {
          languageChoice.value = choice;
        }}
      />
      <Choice
        label={t('app.theme')}
        value={theme.value}
        options={[
          ['auto', t('app.theme.auto')],
          ['light', t('app.theme.light')],
          ['dark', t('app.theme.dark')],
        ]}
        onChoose={(choice) => {
          theme.value = choice;
        }}
      />
    </>
  );
}
