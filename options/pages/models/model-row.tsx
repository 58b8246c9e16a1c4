import type { ModelView, SettingView } from '../../../src/core/admin/types.ts';
import { formatCount } from '../../format/intl.ts';
import { language, t } from '../../i18n/language.ts';
import { isBlockedByName } from '../../state/blocked-models.ts';
import { Switch } from '../../ui/switch.tsx';

interface Props {
  readonly model: ModelView;
  readonly settings: readonly SettingView[];
  readonly onTurn: (allowed: boolean) => void;
}

export function ModelRow({ model: { id, displayName, abilities, allowed, ...limits }, settings, onTurn }: Props) {
  const { inputTokenLimit, outputTokenLimit } = limits;
  const count = (n: number) => formatCount(n, language.value);
  const fixed = !allowed && !isBlockedByName(settings, id);
  return (
    <li class={allowed ? 'model' : 'model blocked'}>
      <div>
        <code>{id}</code> {displayName && <span class="help">{displayName}</span>}
        <p class="help">
          {abilities.map((ability) => t(`models.can.${ability}`)).join(' · ')}
          {inputTokenLimit !== undefined &&
            outputTokenLimit !== undefined &&
            ` · ${t('models.limits', { input: count(inputTokenLimit), output: count(outputTokenLimit) })}`}
        </p>
        {fixed && <p class="help">{t('models.fixed')}</p>}
      </div>
      <Switch label={t('models.allow', { model: id })} on={allowed} disabled={fixed} onTurn={onTurn} />
    </li>
  );
}
