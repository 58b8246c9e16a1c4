import { useId } from 'preact/hooks';
import { isSettingName, type SettingName } from '../../../src/contract/settings/table.ts';
import { useStores } from '../../state/stores.ts';
import { SettingRow } from './setting-row.tsx';

/** The settings of one subject, next to what they act on; in the order of the table. */
export function SomeSettings({ title, names }: { title: string; names: readonly SettingName[] }) {
  const id = useId();
  const views = useStores().settings.list.data.value ?? [];
  return (
    <section class="card" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {views.map((view) => {
        const { name } = view;
        return isSettingName(name) && names.includes(name) ? <SettingRow key={name} name={name} view={view} /> : null;
      })}
    </section>
  );
}
