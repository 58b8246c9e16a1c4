import { useSignal } from '@preact/signals';
import { type Refused, readFollower } from '../../state/fallback-order.ts';
import { t } from '../../state/language.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';

interface Props {
  /** The model and those that follow it. */
  readonly chain: readonly string[];
  readonly models: readonly string[];
  readonly onAdd: (model: string) => void;
}

/** One more model at the end of a chain, from the list or as it is typed. */
export function AddFollower({ chain, models, onAdd }: Props) {
  const [model = ''] = chain;
  const typed = useSignal('');
  const refused = useSignal<Refused['refused'] | undefined>(undefined);
  const add = (event: Event) => {
    event.preventDefault();
    const read = readFollower(typed.value, chain);
    refused.value = 'refused' in read ? read.refused : undefined;
    if ('refused' in read) return;
    typed.value = '';
    onAdd(read.name);
  };
  return (
    <form class="add-model" onSubmit={add}>
      <Field
        label={t('models.fallback.next', { model })}
        text={typed}
        choices={models.filter((one) => !chain.includes(one))}
      />
      <Button type="submit" name={t('models.fallback.add.named', { model })}>
        {t('models.fallback.add')}
      </Button>
      <output class="field-error">{refused.value && t(`models.fallback.${refused.value}`)}</output>
    </form>
  );
}
