import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import type { KeyView } from '../../../src/contract/keys.ts';
import { defaultModels } from '../../../src/contract/models.ts';
import { t } from '../../state/language.ts';
import { formatLimits, parseLimits } from '../../state/own-limits.ts';
import { useStores } from '../../state/stores.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';

/** What a person says about a key: what it is called, and how much of it may be used. */
export function EditKey({ view }: { view: KeyView }) {
  const { keys, status } = useStores();
  const id = useId();
  const label = useSignal(view.label);
  const note = useSignal(view.note);
  const perDay = useSignal(view.limits.perDay === undefined ? '' : String(view.limits.perDay));
  const perModel = useSignal(formatLimits(view.limits.perDayByModel ?? {}));
  const project = useSignal(view.project ?? '');
  const location = useSignal(view.location ?? '');
  const proxy = useSignal(view.proxy ?? '');
  // A browser has no choice of proxy for a single call.
  const hasProxies = status.data.value?.shell === 'relay';
  const isAccount = view.kind === 'service-account';
  const complaint = useSignal('');

  const save = async (event: Event) => {
    event.preventDefault();
    const limits = parseLimits(perDay.value, perModel.value);
    complaint.value = limits ? '' : t('keys.edit.wrong');
    const place = isAccount ? { project: project.value.trim(), location: location.value.trim() } : {};
    const [named, noted] = [label.value.trim(), note.value.trim()];
    const by = proxy.value.trim();
    // What stands there is without the password, so it is only sent when it was written anew.
    const changed = by === (view.proxy ?? '') ? {} : { proxy: by };
    if (limits) await keys.edit(view.id, { label: named, note: noted, limits, ...place, ...changed });
  };
  return (
    <form class="edit-key" onSubmit={(event) => void save(event)}>
      <Field label={t('keys.edit.label')} text={label} />
      <Field label={t('keys.edit.per-day')} text={perDay} placeholder={t('keys.edit.none')} numeric />
      <div>
        <label for={`${id}-models`}>{t('keys.edit.per-model')}</label>
        <textarea
          id={`${id}-models`}
          class="mono"
          rows={2}
          spellcheck={false}
          placeholder={`${defaultModels.strongChat} = 50`}
          value={perModel.value}
          onInput={(event) => {
            perModel.value = event.currentTarget.value;
          }}
        />
      </div>
      {isAccount && (
        <>
          <Field label={t('vertex.project')} text={project} placeholder={t('vertex.as-set')} />
          <Field label={t('vertex.location')} text={location} placeholder={t('vertex.as-set')} />
        </>
      )}
      {hasProxies && <Field label={t('keys.edit.proxy')} text={proxy} placeholder="http://user:password@host:8080" />}
      <Field label={t('keys.edit.note')} text={note} />
      <div class="form-end">
        <Button type="submit">{t('keys.edit.save')}</Button>
        <output class="field-error">{complaint.value}</output>
      </div>
    </form>
  );
}
