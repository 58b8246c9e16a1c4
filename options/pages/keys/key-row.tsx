import type { KeyHours, KeyView } from '../../../src/contract/keys.ts';
import { t } from '../../state/language.ts';
import { useStores } from '../../state/stores.ts';
import { Button } from '../../ui/button.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { Switch } from '../../ui/switch.tsx';
import { HealthStrip } from './health-strip.tsx';
import { KeyDetails } from './key-details.tsx';
import { KeyReason } from './key-reason.tsx';
import { ReportLine } from './report-line.tsx';

export function KeyRow({ view, hours }: { view: KeyView; hours: KeyHours | undefined }) {
  const { keys, keyMarks } = useStores();
  const { id, state } = view;
  const report = keys.reports.value.get(id);
  const busy = report?.kind === 'busy' || report?.kind === 'testing';
  const key = view.label === '' ? view.masked : `${view.masked} (${view.label})`;
  const remove = async (button: HTMLButtonElement) => {
    const next = neighbour(button);
    await keys.remove([id]);
    next?.focus();
  };
  return (
    <li class={`key ${state}`}>
      <div class="key-name">
        <input
          type="checkbox"
          aria-label={t('keys.mark.named', { key })}
          checked={keyMarks.ids.value.has(id)}
          onChange={(event) => keyMarks.mark([id], event.currentTarget.checked)}
        />
        <code>{view.masked}</code>
        {view.label !== '' && <span class="key-label">{view.label}</span>}
      </div>
      <div class="key-state">
        <StateBadge state={state} />
        {view.cause && state !== 'disabled' && <span>{t(`cause.${view.cause}`)}</span>}
      </div>
      {hours && <HealthStrip hours={hours} />}
      <div class="key-actions">
        {(state === 'cooling' || state === 'unusable') && (
          <Button kind="quiet" name={t('keys.try-now.named', { key })} busy={busy} onClick={() => void keys.tryNow(id)}>
            {t('keys.try-now')}
          </Button>
        )}
        <Button kind="quiet" name={t('keys.test.named', { key })} busy={busy} onClick={() => void keys.test(id)}>
          {t('keys.test')}
        </Button>
        <Button
          kind="quiet"
          name={t('keys.remove.named', { key })}
          busy={busy}
          onClick={(button) => void remove(button)}
        >
          {t('keys.remove')}
        </Button>
        <Switch
          label={t('keys.enabled.named', { key })}
          on={view.enabled}
          onTurn={(enabled) => void keys.enable(id, enabled)}
        />
      </div>
      <KeyReason view={view} />
      <ReportLine report={report} />
      <KeyDetails view={view} />
    </li>
  );
}

/** The same button of the next row, or of the one before: where the focus goes when this row is gone. */
function neighbour(button: HTMLButtonElement): HTMLElement | null {
  const row = button.closest('li');
  const other = row?.nextElementSibling ?? row?.previousElementSibling;
  const place = [...(row?.querySelectorAll('button') ?? [])].reverse().indexOf(button);
  return [...(other?.querySelectorAll('button') ?? [])].reverse()[place] ?? null;
}
