import type { KeyView } from '../../../src/contract/keys.ts';
import { formatClock, formatDuration } from '../../format/time.ts';
import { now } from '../../state/clock.ts';
import { language, t } from '../../state/language.ts';

const hour = 3_600_000;

/** Until when a key does not answer, and what a person can do about it. */
export function KeyReason({ view: { state, cause, until } }: { view: KeyView }) {
  if (state !== 'cooling' && state !== 'unusable') return null;
  const when = until === undefined ? t('keys.back-unknown') : untilWords(until);
  const advice = state === 'unusable' && cause && t(`advice.${cause}`);
  return <p class="key-reason help">{advice ? t('app.sentences', { first: advice, second: when }) : when}</p>;
}

/** The clock time helps only where nobody would wait in front of the page. */
function untilWords(at: number): string {
  const left = Math.max(0, at - now.value);
  const time = formatDuration(left, language.value);
  if (left < hour) return t('keys.back-in', { time });
  return t('keys.back-at', { time, clock: formatClock(at, now.value, language.value) });
}
