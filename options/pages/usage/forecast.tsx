import { t } from '../../state/language.ts';
import { useStores } from '../../state/stores.ts';

/** What is left of today, for the models of which a limit is known. */
export function Forecast() {
  const forecast = useStores().status.data.value?.forecast ?? [];
  if (forecast.length === 0) return null;
  return (
    <section class="card prose" aria-labelledby="usage-left">
      <h2 id="usage-left">{t('usage.left')}</h2>
      <ul>
        {forecast.map(({ model, left, projects }) => (
          <li key={model}>
            <strong>{model}</strong>: {t('usage.left.about', { n: left })}{' '}
            <span class="help">{t('usage.left.over', { n: projects })}</span>
          </li>
        ))}
      </ul>
      <p class="help">{t('usage.left.why')}</p>
    </section>
  );
}
