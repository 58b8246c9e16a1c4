import { useEffect, useMemo } from 'preact/hooks';
import { formatPast } from '../format/time.ts';
import { now } from '../state/clock.ts';
import { language, t } from '../state/language.ts';
import { createResource } from '../state/resource.ts';
import { useStores } from '../state/stores.ts';
import { Notice } from '../ui/notice.tsx';

/** What went wrong last, in the words that the client was told. Nothing where all went well. */
export function LastProblem() {
  const { api } = useStores();
  const log = useMemo(() => createResource(api.log.list), [api]);
  useEffect(() => void log.refresh(), [log]);
  const last = log.data.value?.find(({ error }) => error !== undefined);
  if (last === undefined) return null;
  const time = formatPast(last.endedAt, now.peek(), language.value);
  return (
    <Notice tone="bad">
      <strong>{t('popup.problem', { time })}</strong>
      <p class="words">{last.error?.[language.value]}</p>
    </Notice>
  );
}
