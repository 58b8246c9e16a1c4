import { t } from '../../state/language.ts';
import { useStores } from '../../state/stores.ts';
import { Notice } from '../../ui/notice.tsx';

/** What went wrong with many keys: it failed, or not all of them came back. */
export function ListProblem() {
  const { problem, lost } = useStores().keys;
  return (
    <div role="alert">
      {problem.value && <Notice tone="bad">{problem.value}</Notice>}
      {lost.value > 0 && <Notice tone="wait">{t('keys.lost', { n: lost.value })}</Notice>}
    </div>
  );
}
