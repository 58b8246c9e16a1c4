import { useSignal } from '@preact/signals';
import { type Chains, type Refused, readFirst, readFollower } from '../../state/fallback-order.ts';
import { t } from '../../state/language.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';

interface Props {
  /** Of the first field. */
  readonly id: string;
  readonly chains: Chains;
  readonly models: readonly string[];
  readonly onAdd: (model: string, other: string) => void;
}

/** Another model that has others to answer in its place. */
export function AddChain({ id, chains, models, onAdd }: Props) {
  const first = useSignal('');
  const second = useSignal('');
  const refused = useSignal<Refused['refused'] | undefined>(undefined);
  const add = (event: Event) => {
    event.preventDefault();
    const model = readFirst(first.value, chains);
    const other = 'name' in model ? readFollower(second.value, [model.name]) : model;
    refused.value = 'refused' in other ? other.refused : undefined;
    if ('refused' in model || 'refused' in other) return;
    first.value = '';
    second.value = '';
    onAdd(model.name, other.name);
    document.getElementById(id)?.focus();
  };
  return (
    <form class="add-model" onSubmit={add}>
      <Field
        id={id}
        label={t('models.fallback.first')}
        text={first}
        choices={models.filter((model) => !chains.has(model))}
      />
      <Field
        label={t('models.fallback.second')}
        text={second}
        choices={models.filter((model) => model !== first.value)}
      />
      <Button type="submit">{t('models.fallback.add-chain')}</Button>
      <output class="field-error">{refused.value && t(`models.fallback.${refused.value}`)}</output>
    </form>
  );
}
