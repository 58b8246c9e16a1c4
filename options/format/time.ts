import { dateFormat, listFormat, numberFormat } from '../../src/i18n/intl.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/**
 * How long, in the one or two units that matter: `42 sec`, `5 hr 12 min`, `2 days`. Rounded up, so that what is promised
 * "in 1 min" is never late; never below one second.
 */
export function formatDuration(ms: number, language: string): string {
  if (ms <= minute - second) return unit(Math.max(1, Math.ceil(ms / second)), 'second', language);
  if (ms <= hour - minute) return unit(Math.ceil(ms / minute), 'minute', language);
  if (ms > 2 * day) return unit(Math.ceil(ms / day), 'day', language);
  const minutes = Math.ceil(ms / minute);
  const whole = unit(Math.floor(minutes / 60), 'hour', language);
  if (minutes % 60 === 0) return whole;
  const parts = [whole, unit(minutes % 60, 'minute', language)];
  return listFormat(language, { type: 'unit', style: 'narrow' }).format(parts);
}

function unit(n: number, name: 'second' | 'minute' | 'hour' | 'day', language: string): string {
  return numberFormat(language, { style: 'unit', unit: name, unitDisplay: 'short' }).format(n);
}

/** Clock time in the person's own zone; with the date when it is not within the coming day. */
export function formatClock(at: number, now: number, language: string): string {
  const near = at - now < day;
  return dateFormat(language, near ? { timeStyle: 'short' } : { dateStyle: 'medium', timeStyle: 'short' }).format(at);
}

/** A moment of the last days, to the second; with the day when that was another one. */
export function formatPast(at: number, now: number, language: string): string {
  const isToday = new Date(at).toDateString() === new Date(now).toDateString();
  return dateFormat(language, isToday ? { timeStyle: 'medium' } : withDay).format(at);
}

const withDay = {
  month: 'short',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
  second: '2-digit',
} as const satisfies Intl.DateTimeFormatOptions;

export function formatDate(at: number, language: string): string {
  return dateFormat(language, { dateStyle: 'medium' }).format(at);
}
