import { useEffect } from 'preact/hooks';
import type { KeyCheckProgress } from '../../../src/contract/keys.ts';
import { joinParts } from '../../../src/i18n/intl.ts';
import { language, t } from '../../state/language.ts';
import { useStores } from '../../state/stores.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';

/** How far the test of many keys is, also of one that another tab began. */
export function CheckProgress() {
  const { keyCheck } = useStores();
  useEffect(() => void keyCheck.follow(), [keyCheck]);
  const progress = keyCheck.progress.value;
  if (!progress) return null;
  const { running, done, total } = progress;
  const of = t('keys.check.of', { done, total });
  return (
    <div class="card check">
      <div class="check-words">
        <strong>{running ? t('keys.check.running') : t('keys.check.done')}</strong>
        <output>{outcome(progress)}</output>
        {running ? (
          <Button kind="quiet" onClick={() => void keyCheck.cancel()}>
            {t('keys.check.cancel')}
          </Button>
        ) : (
          <Button kind="quiet" name={t('app.close')} onClick={keyCheck.dismiss}>
            <Icon name="close" />
          </Button>
        )}
      </div>
      <progress max={Math.max(1, total)} value={done} aria-label={t('keys.check.running')}>
        {of}
      </progress>
      <span class="help">{of}</span>
    </div>
  );
}

function outcome({ works, fails, inconclusive }: KeyCheckProgress): string {
  const parts = [t('keys.check.works', { n: works }), t('keys.check.fails', { n: fails })];
  if (inconclusive > 0) parts.push(t('keys.check.inconclusive', { n: inconclusive }));
  return joinParts(parts, language.value);
}
