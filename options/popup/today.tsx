import { useEffect, useMemo } from 'preact/hooks';
import type { StatusView } from '../../src/contract/status.ts';
import { formatCount } from '../../src/i18n/intl.ts';
import { language, t } from '../state/language.ts';
import { totalKeys } from '../state/overall.ts';
import { createResource } from '../state/resource.ts';
import { useStores } from '../state/stores.ts';

/** Google's day so far in three numbers. */
export function Today({ status }: { status: StatusView }) {
  const { api } = useStores();
  const tokens = useMemo(
    () =>
      createResource(async () => {
        const now = Date.now();
        const rows = await api.stats.query({ unit: 'day', from: now, to: now + 1, by: 'all', total: true });
        return rows.reduce((sum, { tokens: { input, output, thoughts } }) => sum + input + output + thoughts, 0);
      }),
    [api],
  );
  useEffect(() => void tokens.refresh(), [tokens]);
  const count = (n: number) => formatCount(n, language.value);
  return (
    <dl class="popup-numbers">
      <div>
        <dt>{t('home.today')}</dt>
        <dd>{count(status.requestsToday)}</dd>
      </div>
      <div>
        <dt>{t('popup.tokens')}</dt>
        <dd>{count(tokens.data.value ?? 0)}</dd>
      </div>
      <div>
        <dt>{t('home.usable')}</dt>
        <dd>
          {count(status.keys.usable)} <small>{t('home.usable.of', { n: totalKeys(status) })}</small>
        </dd>
      </div>
    </dl>
  );
}
