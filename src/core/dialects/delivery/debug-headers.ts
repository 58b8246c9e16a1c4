import type { AttemptRecord } from '../../../contract/log.ts';
import type { Services } from '../../services.ts';

/** With the setting `debugHeaders`, and never in public: which key answered, after how many tries, as which model. Never a secret. */
export function debugHeaders(
  { settings }: Pick<Services, 'settings'>,
  model: string,
  attempts: readonly AttemptRecord[],
): Record<string, string> {
  const { debugHeaders, publicMode } = settings.current();
  if (!debugHeaders || publicMode) return {};
  const answered = attempts.findLast((attempt) => attempt.failure === undefined);
  return {
    'x-hajimi-model': encodeURIComponent(model),
    'x-hajimi-attempts': String(attempts.length),
    // A label is what a person typed, Chinese as like as not; header values are bytes.
    'x-hajimi-key': encodeURIComponent(answered?.label || answered?.credentialId || ''),
  };
}
