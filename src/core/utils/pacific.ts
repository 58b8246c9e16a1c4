/**
 * Google's quota day: it ends at midnight in `America/Los_Angeles`, daylight saving included
 * (ai.google.dev/gemini-api/docs/rate-limits).
 */

// `hourCycle: 'h23'` matters: with `hour12: false` the first hour of a day is printed as 24.
const losAngeles = new Intl.DateTimeFormat('en-US', {
  timeZone: 'America/Los_Angeles',
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
});

interface QuotaDay {
  /** `2026-11-24` */
  readonly name: string;
  /** First ms of the day. */
  readonly start: number;
  /** First ms of the next day. */
  readonly end: number;
}

// Formatting a date costs some microseconds, and every request asks for the day.
let latest: QuotaDay = { name: '', start: 0, end: 0 };

/** The quota day that `now` (ms) lies in, such as `2026-11-24`. */
export const quotaDay = (now: number): string => dayOf(now).name;

/** The next midnight in Los Angeles after `now`, in ms since the epoch. */
export const quotaDayEnd = (now: number): number => dayOf(now).end;

/** The name of the quota day before the one that `now` lies in. */
export const previousQuotaDay = (now: number): string => computeDay(dayOf(now).start - 1).name;

function dayOf(now: number): QuotaDay {
  if (now < latest.start || now >= latest.end) latest = computeDay(now);
  return latest;
}

function computeDay(now: number): QuotaDay {
  const { year, month, day } = localTime(now);
  return {
    name: `${year}-${month}-${day}`,
    start: midnight(Number(year), Number(month), Number(day)),
    end: midnight(Number(year), Number(month), Number(day) + 1),
  };
}

/** The clocks change at 2 o'clock, so every day has exactly one midnight: at 7:00 UTC in summer, at 8:00 in winter. */
function midnight(year: number, month: number, day: number): number {
  const inSummer = Date.UTC(year, month - 1, day, 7);
  return localTime(inSummer).hour === '00' ? inSummer : Date.UTC(year, month - 1, day, 8);
}

function localTime(ms: number): Record<'year' | 'month' | 'day' | 'hour', string> {
  const time = { year: '', month: '', day: '', hour: '' };
  for (const { type, value } of losAngeles.formatToParts(ms)) if (type in time) time[type as keyof typeof time] = value;
  return time;
}
