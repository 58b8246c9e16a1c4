import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import type { KeyView } from '../../../src/contract/keys.ts';
import { t } from '../../state/language.ts';
import { useStores } from '../../state/stores.ts';
import { Button } from '../../ui/button.tsx';
import { ClearDead } from './clear-dead.tsx';
import { ExportKeys } from './export-keys.tsx';

interface Props {
  readonly keys: readonly KeyView[];
  /** Ids of all keys that the filter lets through, on every page. */
  readonly matching: readonly string[];
}

/** What can be done with many keys at once: with those that are ticked, or with all. */
export function ManyKeys({ keys, matching }: Props) {
  const id = useId();
  const stores = useStores();
  const { keyMarks, keyCheck } = stores;
  const exporting = useSignal<readonly string[] | undefined>(undefined);
  const there = new Set(keys.map((key) => key.id));
  const marked = [...keyMarks.ids.value].filter((key) => there.has(key));
  const chosen = new Set(marked);
  const all = matching.length > 0 && matching.every((key) => chosen.has(key));
  const usable = () => keys.filter((key) => key.state === 'usable' || key.state === 'cooling').map((key) => key.id);

  const act = (run: (ids: readonly string[]) => Promise<void>) => () => {
    void run(marked);
    keyMarks.clear();
  };
  return (
    <div class="many">
      <label class="check-field" for={id}>
        <input
          id={id}
          type="checkbox"
          checked={all}
          indeterminate={!all && marked.length > 0}
          onChange={(event) => keyMarks.mark(matching, event.currentTarget.checked)}
        />
        {marked.length > 0 ? t('keys.marked', { n: marked.length }) : t('keys.mark-all', { n: matching.length })}
      </label>
      <div class="many-actions">
        {marked.length > 0 ? (
          <>
            <Button kind="quiet" onClick={act((ids) => stores.keys.enableMany(ids, true))}>
              {t('keys.enable')}
            </Button>
            <Button kind="quiet" onClick={act((ids) => stores.keys.enableMany(ids, false))}>
              {t('keys.disable')}
            </Button>
            <Button kind="quiet" onClick={act((ids) => keyCheck.start(ids))}>
              {t('keys.test')}
            </Button>
            <Button
              kind="quiet"
              onClick={() => {
                exporting.value = marked;
              }}
            >
              {t('keys.export')}
            </Button>
            <Button kind="quiet" onClick={act((ids) => stores.keys.remove(ids))}>
              {t('keys.remove')}
            </Button>
          </>
        ) : (
          <>
            <Button kind="quiet" onClick={() => void keyCheck.start()}>
              {t('keys.test-all')}
            </Button>
            <ClearDead keys={keys} />
            <Button
              kind="quiet"
              onClick={() => {
                exporting.value = usable();
              }}
            >
              {t('keys.export-valid')}
            </Button>
          </>
        )}
      </div>
      {exporting.value && (
        <ExportKeys
          ids={exporting.value}
          onClose={() => {
            exporting.value = undefined;
          }}
        />
      )}
    </div>
  );
}
