import type { ModelView } from '../../../src/contract/models.ts';
import type { SettingView } from '../../../src/contract/settings/value.ts';
import { isBlockedByName } from '../../state/blocked-models.ts';
import { t } from '../../state/language.ts';
import { Switch } from '../../ui/switch.tsx';
import { ModelLimit } from './model-limit.tsx';

interface Props {
  readonly model: ModelView;
  readonly settings: readonly SettingView[];
  readonly onTurn: (allowed: boolean) => void;
}

export function ModelRow({ model, settings, onTurn }: Props) {
  const { id, displayName, abilities, allowed, inputTokenLimit, outputTokenLimit } = model;
  const dailyLimits = settings.find(({ name }) => name === 'modelDailyLimits');
  const fixed = !allowed && !isBlockedByName(settings, id);
  return (
    <li class={allowed ? 'model' : 'model blocked'}>
      <div class="model-words">
        <code>{id}</code> {displayName && <span class="help">{displayName}</span>}
        <p class="help">
          {abilities.map((ability) => t(`models.can.${ability}`)).join(' · ')}
          {inputTokenLimit !== undefined &&
            outputTokenLimit !== undefined &&
            ` · ${t('models.limits', { input: inputTokenLimit, output: outputTokenLimit })}`}
        </p>
        {fixed && <p class="help">{t('models.fixed')}</p>}
      </div>
      {dailyLimits && <ModelLimit model={model} view={dailyLimits} />}
      <Switch label={t('models.allow', { model: id })} on={allowed} disabled={fixed} onTurn={onTurn} />
    </li>
  );
}
