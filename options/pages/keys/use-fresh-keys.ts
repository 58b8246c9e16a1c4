import { useEffect } from 'preact/hooks';
import { whileVisible } from '../../state/clock.ts';
import { useStores } from '../../state/stores.ts';

/** Counts move on without a key changing its state; half a minute is soon enough for a list of thousands. */
const refreshEvery = 30_000;

/** Keeps the list of keys, and what was removed of it, fresh while somebody looks. */
export function useFreshKeys(): void {
  const { keys } = useStores();
  useEffect(() => whileVisible(document, refreshEvery, () => void keys.refresh()), [keys]);
}
