import type { StatusView } from '../../../src/contract/status.ts';
import { formatCount } from '../../../src/i18n/intl.ts';
import { formatDuration } from '../../format/time.ts';
import { now } from '../../state/clock.ts';
import { language, t } from '../../state/language.ts';
import { totalKeys } from '../../state/overall.ts';

/** Today in three numbers. */
export function Numbers({ status }: { status: StatusView }) {
  const minute = 60_000;
  const left = Math.ceil((status.quotaDayEnds - now.value) / minute) * minute;
  return (
    <dl class="numbers">
      <div>
        <dt>{t('home.today')}</dt>
        <dd>
          {formatCount(status.requestsToday, language.value)}{' '}
          {status.inFlight > 0 && <small>{t('home.in-flight', { n: status.inFlight })}</small>}
        </dd>
      </div>
      <div>
        <dt>{t('home.usable')}</dt>
        <dd>
          {formatCount(status.keys.usable, language.value)}{' '}
          <small>{t('home.usable.of', { n: totalKeys(status) })}</small>
        </dd>
      </div>
      <div>
        <dt>{t('home.resets')}</dt>
        <dd>{t('home.resets.in', { time: formatDuration(Math.max(minute, left), language.value) })}</dd>
        <dd class="help">{t('home.resets.why')}</dd>
      </div>
    </dl>
  );
}
