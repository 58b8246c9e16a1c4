import { useSignal } from '@preact/signals';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { fallbackMistake, formatFallbackChains } from '../../../src/contract/settings/fallback-chains.ts';
import { settingsTable } from '../../../src/contract/settings/table.ts';
import type { SettingView } from '../../../src/contract/settings/value.ts';
import { type Chains, chainsIn, withOthers } from '../../state/fallback-order.ts';
import { t } from '../../state/language.ts';
import { Icon } from '../../ui/icon.tsx';
import { Notice } from '../../ui/notice.tsx';
import { SaveStatus } from '../settings/save-status.tsx';
import { useSaving } from '../settings/use-saving.ts';
import { AddChain } from './add-chain.tsx';
import { FallbackChain } from './fallback-chain.tsx';

interface Props {
  readonly view: SettingView;
  /** Names to choose from; others can be typed. */
  readonly models: readonly string[];
}

/** The setting `fallbackModels`, put in order by hand. */
export function FallbackOrder({ view, models }: Props) {
  const id = useId();
  const saving = useSaving('fallbackModels', view);
  /** What is on its way, so that a second press does not start from what the first has already changed. */
  const draft = useSignal<Chains | undefined>(undefined);
  /** Id of what gets the focus once the change is drawn. */
  const next = useRef<string | undefined>(undefined);
  const chains = draft.value ?? chainsIn(view);
  const fixed = view.source === 'env';

  useLayoutEffect(() => {
    if (next.current === undefined) return;
    document.getElementById(next.current)?.focus();
    next.current = undefined;
  });

  const change = async (changed: Chains, focus?: string) => {
    draft.value = changed;
    next.current = focus;
    await saving.save(formatFallbackChains(changed));
    if (draft.value === changed) draft.value = undefined;
  };
  return (
    <section class="card fallback" aria-labelledby={id}>
      <h2 id={id}>{t('models.fallback')}</h2>
      <p class="help">{t('models.fallback.help')}</p>
      {fallbackMistake(String(view.value)) !== undefined && (
        <Notice tone="info">{t('models.fallback.mistake', { text: String(view.value) })}</Notice>
      )}
      <ul class="chains">
        {[...chains].map(([model, others]) => (
          <FallbackChain
            key={model}
            id={`${id}-${model}`}
            model={model}
            others={others}
            models={models}
            fixed={fixed}
            onChange={(followers, focus) => {
              const gone = followers.length === 0;
              void change(withOthers(chains, model, followers), gone ? `${id}-add` : focus);
            }}
          />
        ))}
      </ul>
      {fixed ? (
        <p class="setting-fixed">
          <Icon name="lock" /> {t('settings.from-env', { env: settingsTable.fallbackModels.env })}
        </p>
      ) : (
        <AddChain
          id={`${id}-add`}
          chains={chains}
          models={models}
          onAdd={(model, other) => void change(withOthers(chains, model, [other]))}
        />
      )}
      <SaveStatus id={`${id}-status`} state={saving.state.value} />
    </section>
  );
}
