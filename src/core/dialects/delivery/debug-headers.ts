import type { AttemptRecord } from '../../../contract/log.ts';
import type { Settings } from '../../../contract/settings/table.ts';

/** With the setting `debugHeaders`, and never in public: which key answered, after how many tries, as which model. Never a secret. */
export function debugHeaders(
  { debugHeaders, publicMode }: Pick<Settings, 'debugHeaders' | 'publicMode'>,
  model: string,
  attempts: readonly AttemptRecord[],
): Record<string, string> {
  if (!debugHeaders || publicMode) return {};
  const answered = attempts.findLast((attempt) => attempt.failure === undefined);
  return {
    'x-hajimi-model': encodeURIComponent(model),
    'x-hajimi-attempts': String(attempts.length),
    // A label is what a person typed, Chinese as like as not; header values are bytes.
    'x-hajimi-key': encodeURIComponent(answered?.label || answered?.credentialId || ''),
  };
}
