import type { AttemptRecord, RequestRecord } from '../../contract/log.ts';
import type { Redactor } from '../redact/redactor.ts';

/** The last of so many attempts are kept, which say why it ended as it did. */
const MOST_ATTEMPTS = 30;
/** A longer text is cut, in letters. */
const LONGEST = 1_000;

/** The record as it is stored: without secrets, and within some kilobytes whatever a client or Google said. */
export function storedForm(record: RequestRecord, redactor: Redactor): RequestRecord {
  const { attempts, ...rest } = record;
  const leftOut = Math.max(0, attempts.length - MOST_ATTEMPTS);
  const told: RequestRecord = {
    ...rest,
    attempts: attempts.slice(leftOut).map(withoutQuotas),
    ...(leftOut > 0 && { attemptsLeftOut: leftOut }),
  };
  // In this order: half a secret is no longer known as one.
  return cut(redactor.redact(told)) as RequestRecord;
}

/** They are read when they are learned, and nobody looks at them in the log. */
const withoutQuotas = (attempt: AttemptRecord): AttemptRecord =>
  attempt.failure === undefined ? attempt : { ...attempt, failure: { ...attempt.failure, quotas: [] } };

function cut(value: unknown): unknown {
  if (typeof value === 'string') return value.length > LONGEST ? `${beginningOf(value)}…` : value;
  if (Array.isArray(value)) return value.map(cut);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, cut(inner)]));
}

/** Without half of a character at its end. */
const beginningOf = (text: string): string => text.slice(0, LONGEST).replace(/[\ud800-\udbff]$/, '');
