import { useSignal } from '@preact/signals';
import { dateFormat, formatCount, numberFormat } from '../../../src/i18n/intl.ts';
import { language, t } from '../../state/language.ts';
import { slotsOf, tokensOf } from '../../state/usage.ts';
import { BarChart } from '../../ui/bar-chart.tsx';
import { CheckField } from '../../ui/check-field.tsx';
import type { Stats } from './use-stats.ts';

const clocks = {
  minute: { timeStyle: 'short' },
  hour: { weekday: 'short', hour: 'numeric', minute: '2-digit' },
  day: { month: 'short', day: 'numeric' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

/** Calls, tokens and waiting over the time of the range. */
export function Charts({ stats: { period, overTime } }: { stats: Stats }) {
  const asTable = useSignal(false);
  const slots = slotsOf(overTime, period);
  const clock = dateFormat(language.value, clocks[period.unit]);
  const count = (value: number) => formatCount(value, language.value);
  const seconds = numberFormat(language.value, { style: 'unit', unit: 'second', maximumFractionDigits: 1 });
  const shared = { asTable: asTable.value, nameHeading: t('usage.time') };
  return (
    <section class="card charts" aria-label={t('usage.charts')}>
      <BarChart
        {...shared}
        title={t('usage.calls')}
        series={[
          { name: t('usage.answered'), tone: 'good' },
          { name: t('usage.failed'), tone: 'bad' },
        ]}
        bars={slots.map(({ start, row }) => ({
          name: clock.format(start),
          values: [row?.answered ?? 0, row?.failed ?? 0],
        }))}
        format={count}
      />
      <BarChart
        {...shared}
        title={t('usage.tokens')}
        series={[{ name: t('usage.tokens'), tone: 'wait' }]}
        bars={slots.map(({ start, row }) => ({ name: clock.format(start), values: [tokensOf(row)] }))}
        format={count}
      />
      <BarChart
        {...shared}
        title={t('usage.latency')}
        series={[{ name: t('usage.median'), tone: 'calm' }]}
        bars={slots.map(({ start, row }) => ({ name: clock.format(start), values: [(row?.latency?.p50 ?? 0) / 1000] }))}
        format={(value) => seconds.format(value)}
      />
      <CheckField label={t('usage.as-table')} checked={asTable} />
    </section>
  );
}
