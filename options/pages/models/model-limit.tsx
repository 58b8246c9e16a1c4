import { useId } from 'preact/hooks';
import type { ModelView } from '../../../src/contract/models.ts';
import { ownModelLimit, withModelLimit } from '../../../src/contract/settings/model-limits.ts';
import type { SettingView } from '../../../src/contract/settings/value.ts';
import { t } from '../../state/language.ts';
import { listOf } from '../../state/list-value.ts';
import { SaveStatus } from '../settings/save-status.tsx';
import { useDraft } from '../settings/use-draft.ts';
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
  const own = ownModelLimit(listOf(view.value), model);
  const draft = useDraft(async (typed) => {
    const digits = typed.trim();
    if (!/^(?:0*[1-9]\d{0,8})?$/.test(digits)) {
      saving.refuse(t('models.limit.wrong'));
      return false;
    }
    const limit = digits === '' ? undefined : Number(digits);
    return saving.change((value) => withModelLimit(listOf(value), model, limit));
  });
  const text = draft.typed.value ?? (own === undefined ? '' : String(own));

  return (
    <form
      class="model-limit"
      onSubmit={(event) => {
        event.preventDefault();
        void draft.save();
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
          draft.typed.value = event.currentTarget.value;
        }}
        onChange={() => void draft.save()}
      />
      <span id={`${id}-use`} class={limitToday !== undefined && requestsToday >= limitToday ? 'use spent' : 'use'}>
        {limitToday === undefined
          ? t('models.use', { n: requestsToday })
          : t('models.use.limited', { n: requestsToday, limit: limitToday })}
      </span>
      <SaveStatus id={`${id}-status`} state={saving.state.value} />
    </form>
  );
}
