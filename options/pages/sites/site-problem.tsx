import { t } from '../../state/language.ts';
import { useStores } from '../../state/stores.ts';

/** Why the last thing that was done with a site failed. */
export function SiteProblem() {
  const problem = useStores().sites.problem.value;
  return (
    <output class="field-error" aria-live="polite">
      {problem === 'denied' ? t('sites.denied') : problem?.message}
    </output>
  );
}
