import { type ReadonlySignal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { KeyHours } from '../../../src/contract/keys.ts';
import { useStores } from '../../state/stores.ts';

type Health = Readonly<Record<string, KeyHours>>;

/** The last day of the keys that are on the screen, by id. */
export function useHealth(ids: readonly string[]): ReadonlySignal<Health> {
  const { api } = useStores();
  const health = useSignal<Health>({});
  const asked = ids.join();
  useEffect(() => {
    let wanted = true;
    if (asked !== '') {
      void api.keys.health({ ids: asked.split(',') }).then(
        (answer) => {
          if (wanted) health.value = answer;
        },
        // A strip more or less: the list itself says when the API does not answer.
        () => undefined,
      );
    }
    return () => {
      wanted = false;
    };
  }, [api, asked, health]);
  return health;
}
