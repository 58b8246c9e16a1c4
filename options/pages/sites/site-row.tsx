import type { SiteView } from '../../../src/contract/sites.ts';
import { t } from '../../state/language.ts';
import { useStores } from '../../state/stores.ts';
import { Button } from '../../ui/button.tsx';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { EditAllowance } from '../clients/edit-allowance.tsx';
import { TakeOver } from './take-over.tsx';

const icons: Readonly<Record<SiteView['state'], IconName>> = { allowed: 'check', asked: 'clock', off: 'pause' };

export function SiteRow({ site }: { site: SiteView }) {
  const { sites } = useStores();
  const { origin, state } = site;
  return (
    <li class="card site">
      <div class="site-head">
        <h3 class="site-name">{origin}</h3>
        <span class={`badge ${state === 'allowed' ? 'usable' : 'disabled'}`}>
          <Icon name={icons[state]} />
          {t(`sites.state.${state}`)}
        </span>
        {state !== 'allowed' && (
          <Button name={t('sites.allow.named', { site: origin })} onClick={() => void sites.allow(origin)}>
            {t('sites.allow.submit')}
          </Button>
        )}
        {state !== 'off' && (
          <Button name={t('sites.revoke.named', { site: origin })} onClick={() => void sites.revoke(origin)}>
            {t('sites.revoke')}
          </Button>
        )}
      </div>
      {state === 'allowed' && (
        <>
          <TakeOver site={site} onTurn={(takeOver) => void sites.change({ origin, takeOver })} />
          <details>
            <summary>{t('sites.limits')}</summary>
            <EditAllowance before={site} save={(allowance) => sites.change({ origin, ...allowance })} />
          </details>
        </>
      )}
    </li>
  );
}
