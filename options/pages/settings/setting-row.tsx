import { useId } from 'preact/hooks';
import { type SettingName, settingsTable } from '../../../src/contract/settings/table.ts';
import type { SettingView } from '../../../src/contract/settings/value.ts';
import { valueWords } from '../../../src/i18n/value-words.ts';
import { language, t } from '../../state/language.ts';
import { Button } from '../../ui/button.tsx';
import { HostAccess } from '../../ui/host-access.tsx';
import { Icon } from '../../ui/icon.tsx';
import { VertexAccess } from '../../ui/vertex-access.tsx';
import { SaveStatus } from './save-status.tsx';
import { SettingControl } from './setting-control.tsx';
import { useSaving } from './use-saving.ts';

export function SettingRow({ name, view }: { name: SettingName; view: SettingView }) {
  const id = useId();
  const saving = useSaving(name, view);
  const title = t(`settings.${name}.title`);
  const { env, kind } = settingsTable[name];
  const fixed = view.source === 'env';
  const reset = async () => {
    await saving.reset();
    // The button that had the focus is gone.
    document.getElementById(id)?.focus();
  };
  return (
    <div class={`setting of-${kind}`}>
      <div class="setting-words">
        <label for={id} class="field-label">
          {title}
        </label>
        <p id={`${id}-help`} class="help">
          {t(`settings.${name}.help`)}
        </p>
        <p class="fine-print">
          <code>{env}</code>
          <span>{t('settings.default', { value: valueWords(language.value, name, view.default) })}</span>
          {view.source === 'stored' && (
            <Button kind="quiet" name={t('settings.reset.named', { setting: title })} onClick={() => void reset()}>
              {t('settings.reset')}
            </Button>
          )}
        </p>
      </div>
      <div class="setting-control">
        <SettingControl id={id} name={name} view={view} fixed={fixed} saving={saving} />
        <SaveStatus id={`${id}-status`} state={saving.state.value} />
      </div>
      {fixed && (
        <p class="setting-fixed">
          <Icon name="lock" /> {t('settings.from-env', { env })}
        </p>
      )}
      {/^enableVertex/.test(name) && view.value === true && <VertexAccess />}
      {kind === 'url' && view.source !== 'default' && <HostAccess url={String(view.value)} />}
    </div>
  );
}
