import type { StatsRow } from '../../../src/contract/stats.ts';
import { formatCount, numberFormat } from '../../../src/i18n/intl.ts';
import { language, t } from '../../state/language.ts';
import { href } from '../../state/route.ts';
import { useStores } from '../../state/stores.ts';
import { groupings, toCsv, type UsageView } from '../../state/usage.ts';
import { Button } from '../../ui/button.tsx';
import { LinkTabs } from '../../ui/link-tabs.tsx';
import { saveFile } from '../../ui/save-file.ts';

/** More rows say nothing to a person; the file has them all. */
const shown = 100;

/** Who used how much of it: by model, key or client. */
export function Groups({ rows, view }: { rows: readonly StatsRow[]; view: UsageView }) {
  const { list } = useStores().keys;
  const keys = new Map((list.data.value ?? []).map((key) => [key.id, key.label || key.masked]));
  const count = (value: number) => formatCount(value, language.value);
  const seconds = numberFormat(language.value, { style: 'unit', unit: 'second', maximumFractionDigits: 1 });
  const nameOf = ({ model, credentialId = '', client }: StatsRow) =>
    (model === '' ? t('usage.no-model') : model) ?? client ?? keys.get(credentialId) ?? credentialId;
  return (
    <section aria-labelledby="usage-groups">
      <h2 id="usage-groups">{t('usage.groups')}</h2>
      <div class="list-tools">
        <LinkTabs
          label={t('usage.groups')}
          current={view.by}
          tabs={groupings.map((by) => ({ id: by, words: t(`usage.by.${by}`), href: href('usage', { ...view, by }) }))}
        />
        {rows.length > 0 && (
          <Button kind="quiet" onClick={() => saveFile(`hajimi-${view.range}-${view.by}.csv`, toCsv(rows), 'text/csv')}>
            {t('usage.csv')}
          </Button>
        )}
      </div>
      {rows.length === 0 ? (
        <p class="empty">{t('usage.nothing')}</p>
      ) : (
        <div class="card scroll">
          <table>
            <thead>
              <tr>
                <th scope="col">{t(`usage.by.${view.by}`)}</th>
                <th scope="col" class="number">
                  {t('usage.answered')}
                </th>
                <th scope="col" class="number">
                  {t('usage.failed')}
                </th>
                <th scope="col" class="number">
                  {t('usage.tokens-in')}
                </th>
                <th scope="col" class="number">
                  {t('usage.tokens-out')}
                </th>
                <th scope="col" class="number">
                  {t('usage.tokens-cached')}
                </th>
                <th scope="col" class="number">
                  {t('usage.median')}
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.slice(0, shown).map((row) => (
                <tr key={nameOf(row)}>
                  <th scope="row">{nameOf(row)}</th>
                  <td class="number">{count(row.answered)}</td>
                  <td class="number">{count(row.failed)}</td>
                  <td class="number">{count(row.tokens.input)}</td>
                  <td class="number">{count(row.tokens.output + row.tokens.thoughts)}</td>
                  <td class="number">{count(row.tokens.cached)}</td>
                  <td class="number">{row.latency ? seconds.format(row.latency.p50 / 1000) : '–'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
