import type { RequestRecord } from '../../../src/contract/log.ts';
import { formatCount, numberFormat } from '../../../src/i18n/intl.ts';
import { formatPast } from '../../format/time.ts';
import { now } from '../../state/clock.ts';
import { language, t } from '../../state/language.ts';
import { isTroubled } from '../../state/log.ts';
import { href } from '../../state/route.ts';
import { Icon, type IconName } from '../../ui/icon.tsx';

type RecordTone = 'good' | 'wait' | 'bad';

const icons: Readonly<Record<RecordTone, IconName>> = { good: 'check', wait: 'clock', bad: 'alert' };

export function RecordList({ records }: { records: readonly RequestRecord[] }) {
  return (
    <ul class="records">
      {records.map((record) => (
        <RecordRow key={record.id} record={record} />
      ))}
    </ul>
  );
}

/** Not drawn again for the same record: the list is loaded anew every other second. */
function RecordRow({ record }: { record: RequestRecord }) {
  return (
    <li>
      <a href={href('log', { id: record.id })} class={toneOf(record)}>
        <Icon name={icons[toneOf(record)]} />
        <span class="record-what">
          <strong>{record.model ?? record.path}</strong> <span class="help">{record.client}</span>
        </span>
        <span class="record-how help">{summary(record)}</span>
        <time class="help">{formatPast(record.startedAt, now.peek(), language.value)}</time>
      </a>
    </li>
  );
}

export function toneOf(record: RequestRecord): RecordTone {
  if (record.status >= 400 || record.error !== undefined) return 'bad';
  return isTroubled(record) ? 'wait' : 'good';
}

/** `200 · main project · 3 attempts · 1.2 sec, first byte after 0.8 sec · 812 + 240 tokens` */
export function summary(record: RequestRecord): string {
  const { status, attempts, attemptsLeftOut = 0, startedAt, firstByteAt, endedAt, usage, fromCache } = record;
  const parts = [String(status)];
  const key = attempts.at(-1)?.label ?? '';
  if (key !== '') parts.push(key);
  if (fromCache) parts.push(t('log.cached'));
  else if (attempts.length > 0) parts.push(t('log.attempts', { n: attempts.length + attemptsLeftOut }));
  const whole = secondsOf(endedAt - startedAt);
  parts.push(firstByteAt === undefined ? whole : t('log.took', { whole, first: secondsOf(firstByteAt - startedAt) }));
  if (usage) {
    const count = (n: number) => formatCount(n, language.value);
    parts.push(t('log.tokens', { input: count(usage.input), output: count(usage.output + usage.thoughts) }));
  }
  return parts.join(' · ');
}

export const secondsOf = (ms: number): string =>
  numberFormat(language.value, { style: 'unit', unit: 'second', maximumFractionDigits: 2 }).format(ms / 1000);
