import type { ReadonlySignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { RequestRecord } from '../../../src/core/log/request-log.ts';
import { whileVisible } from '../../state/clock.ts';
import { createResource, type Resource } from '../../state/resource.ts';
import { useStores } from '../../state/stores.ts';

const refreshEvery = 2000;

/** The latest requests, kept fresh while somebody looks and has not stopped it. */
export function useLog(paused: ReadonlySignal<boolean>): Resource<readonly RequestRecord[]> {
  const { api } = useStores();
  const log = useMemo(() => createResource(api.log), [api]);
  useEffect(
    () =>
      whileVisible(document, refreshEvery, () => {
        if (!paused.peek()) void log.refresh();
      }),
    [log, paused],
  );
  return log;
}
