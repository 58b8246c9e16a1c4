import type { KeyView, ModelUse } from '../../../src/core/admin/types.ts';
import { formatDate } from '../../format/time.ts';
import { language, t } from '../../i18n/language.ts';

/** What few people need: closed until asked for. */
export function KeyDetails({ view }: { view: KeyView }) {
  return (
    <details class="key-details">
      <summary>
        {t('keys.today', { n: view.requestsToday })} · {t('keys.details')}
      </summary>
      <p>
        {t(`kind.${view.kind}`)} · {t('keys.added-on', { date: formatDate(view.addedAt, language.value) })}
      </p>
      {view.note !== '' && <p>{view.note}</p>}
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
    </details>
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
          ? requestsToday.toLocaleString(language.value)
          : t('keys.use-of-limit', { n: requestsToday, limit: limitToday })}
      </span>
      {cause && <span class="model-cause">{t(`cause.${cause}`)}</span>}
    </li>
  );
}
