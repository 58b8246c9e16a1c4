import { useSignal } from '@preact/signals';
import type { KeyView, ModelUse } from '../../../src/contract/keys.ts';
import { formatCount } from '../../../src/i18n/intl.ts';
import { formatDate } from '../../format/time.ts';
import { language, t } from '../../state/language.ts';
import { EditKey } from './edit-key.tsx';

/** What few people need: closed, and not even drawn, until asked for. */
export function KeyDetails({ view }: { view: KeyView }) {
  const open = useSignal(false);
  return (
    <details
      class="key-details"
      onToggle={(event) => {
        open.value = event.currentTarget.open;
      }}
    >
      <summary>
        {t('keys.today', { n: view.requestsToday })} · {t('keys.details')}
      </summary>
      {open.value && <Details view={view} />}
    </details>
  );
}

function Details({ view }: { view: KeyView }) {
  return (
    <>
      <p>
        {t(`kind.${view.kind}`)} · {t('keys.added-on', { date: formatDate(view.addedAt, language.value) })}
      </p>
      {view.message && <p class="help">{t('keys.google-says', { message: view.message })}</p>}
      {view.models.length > 0 && (
        <>
          <h3>{t('keys.model-use')}</h3>
          <ul class="model-use">
            {view.models.map((use) => (
              <ModelRow key={use.model} use={use} />
            ))}
          </ul>
        </>
      )}
      {view.sharesQuotaWith && <p class="help">{t('keys.shares', { n: view.sharesQuotaWith.length })}</p>}
      <EditKey view={view} />
    </>
  );
}

function ModelRow({ use: { model, requestsToday, limitToday, cause } }: { use: ModelUse }) {
  return (
    <li>
      <span class="model-name">{model}</span>
      {limitToday === undefined ? (
        <span />
      ) : (
        <meter min={0} max={Math.max(1, limitToday)} high={limitToday * 0.8} value={requestsToday} aria-hidden="true" />
      )}
      <span class="model-count">
        {limitToday === undefined
          ? formatCount(requestsToday, language.value)
          : t('keys.use-of-limit', { n: requestsToday, limit: limitToday })}
      </span>
      {cause && <span class="model-cause">{t(`cause.${cause}`)}</span>}
    </li>
  );
}
