import type { KeyHours } from '../../../src/contract/keys.ts';
import { t } from '../../state/language.ts';

const width = 5;
const height = 18;

/** What a key did in each of the last 24 hours: its height says how often it was asked, its colour whether it answered. */
export function HealthStrip({ hours: { answered, failed } }: { hours: KeyHours }) {
  const calls = answered.map((count, hour) => count + (failed[hour] ?? 0));
  const most = Math.max(1, ...calls);
  const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
  return (
    <svg
      class="health"
      viewBox={`0 0 ${calls.length * width} ${height}`}
      role="img"
      aria-label={t('keys.health', { answered: sum(answered), failed: sum(failed) })}
    >
      {calls.map((count, hour) => {
        const tall = count === 0 ? 2 : 4 + (count / most) * (height - 4);
        const share = count === 0 ? 0 : (failed[hour] ?? 0) / count;
        const bad = tall * share;
        const x = hour * width;
        return (
          <g key={x}>
            <rect class={count === 0 ? 'none' : 'good'} x={x} y={height - tall} width={width - 1} height={tall} />
            {bad > 0 && <rect class="bad" x={x} y={height - bad} width={width - 1} height={bad} />}
          </g>
        );
      })}
    </svg>
  );
}
