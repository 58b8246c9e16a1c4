import { useSignal } from '@preact/signals';
import { useId, useRef } from 'preact/hooks';
import type { ModelView, SettingView } from '../../../src/core/admin/types.ts';
import { ownModelLimit, withModelLimit } from '../../../src/core/pool/model-limits.ts';
import { formatCount } from '../../format/intl.ts';
import { language, t } from '../../i18n/language.ts';
import { SaveStatus } from '../settings/save-status.tsx';
import { useSaving } from '../settings/use-saving.ts';

interface Props {
  readonly model: ModelView;
  /** Of the setting `modelDailyLimits`. */
  readonly view: SettingView;
}

/** How many requests a day the model may get over all keys, and how many it had. */
export function ModelLimit({ model: { id: model, requestsToday, limitToday }, view }: Props) {
  const id = useId();
  const saving = useSaving('modelDailyLimits', view);
  const own = ownModelLimit(pairsIn(view.value), model);
  /** What was typed and is not saved yet. */
  const draft = useSignal<string | undefined>(undefined);
  const sending = useRef<string | undefined>(undefined);
  const text = draft.value ?? (own === undefined ? '' : String(own));
  const count = (n: number) => formatCount(n, language.value);

  const save = async () => {
    const typed = draft.value?.trim();
    // Enter means both a change and a submit.
    if (typed === undefined || typed === sending.current) return;
    if (!/^(?:0*[1-9]\d{0,8})?$/.test(typed)) {
      saving.refuse(t('models.limit.wrong'));
      return;
    }
    const limit = typed === '' ? undefined : Number(typed);
    sending.current = typed;
    const stored = await saving.change((value) => withModelLimit(pairsIn(value), model, limit));
    if (sending.current === typed) sending.current = undefined;
    if (stored && draft.value?.trim() === typed) draft.value = undefined;
  };
  return (
    <form
      class="model-limit"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <label for={id}>
        {t('models.limit')} <span class="visually-hidden">{model}</span>
      </label>
      <input
        id={id}
        type="text"
        inputMode="numeric"
        autocomplete="off"
        placeholder={limitToday === undefined ? t('models.limit.none') : String(limitToday)}
        aria-describedby={`${id}-use ${id}-status`}
        aria-invalid={saving.state.value.kind === 'invalid' || undefined}
        readOnly={view.source === 'env'}
        value={text}
        onInput={(event) => {
          draft.value = event.currentTarget.value;
        }}
        onChange={() => void save()}
      />
      <span id={`${id}-use`} class={limitToday !== undefined && requestsToday >= limitToday ? 'use spent' : 'use'}>
        {limitToday === undefined
          ? t('models.use', { n: requestsToday })
          : t('models.use.limited', { n: count(requestsToday), limit: count(limitToday) })}
      </span>
      <SaveStatus id={`${id}-status`} state={saving.state.value} />
    </form>
  );
}

const pairsIn = (value: unknown): readonly string[] => (Array.isArray(value) ? value : []);
