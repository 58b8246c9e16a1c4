import { useId } from 'preact/hooks';
import type { SiteView } from '../../../src/contract/sites.ts';
import { t } from '../../state/language.ts';
import { Switch } from '../../ui/switch.tsx';

/** The one thing here that changes where a site's calls go, so it says so, always. */
export function TakeOver({ site, onTurn }: { site: SiteView; onTurn: (on: boolean) => void }) {
  const id = useId();
  return (
    <div class="switch-row">
      <div>
        <label for={id}>{t('sites.take-over')}</label>
        <p id={`${id}-help`} class="help">
          {t('sites.take-over.help')}
        </p>
      </div>
      <Switch id={id} describedBy={`${id}-help`} on={site.takeOver} onTurn={onTurn} />
    </div>
  );
}
