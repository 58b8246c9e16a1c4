import type { ReadonlySignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { RequestRecord } from '../../../src/contract/log.ts';
import { whileVisible } from '../../state/clock.ts';
import { withKnown } from '../../state/log.ts';
import { createResource, type Resource } from '../../state/resource.ts';
import { useStores } from '../../state/stores.ts';

const refreshEvery = 2000;

/** The latest requests, kept fresh while somebody looks and has not stopped it. */
export function useLog(paused: ReadonlySignal<boolean>): Resource<readonly RequestRecord[]> {
  const { api } = useStores();
  const log = useMemo(() => {
    const latest: Resource<readonly RequestRecord[]> = createResource(async () =>
      withKnown(latest.data.peek() ?? [], await api.log.list()),
    );
    return latest;
  }, [api]);
  useEffect(
    () =>
      whileVisible(document, refreshEvery, () => {
        if (!paused.peek()) void log.refresh();
      }),
    [log, paused],
  );
  return log;
}
