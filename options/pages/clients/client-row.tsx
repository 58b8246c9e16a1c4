import { useSignal } from '@preact/signals';
import type { ClientView } from '../../../src/contract/clients.ts';
import { joinParts } from '../../../src/i18n/intl.ts';
import { formatDate } from '../../format/time.ts';
import { language, t } from '../../state/language.ts';
import { useStores } from '../../state/stores.ts';
import { Button } from '../../ui/button.tsx';
import { Switch } from '../../ui/switch.tsx';
import { EditAllowance } from './edit-allowance.tsx';
import { RemoveClient } from './remove-client.tsx';

export function ClientRow({ client }: { client: ClientView }) {
  const { clients } = useStores();
  const { name, masked, enabled, addedAt } = client;
  const open = useSignal(false);
  const removing = useSignal(false);
  return (
    <li class={enabled ? 'row' : 'row off'}>
      <div>
        <strong>{name}</strong> <code>{masked}</code>
        <p class="help">{allowanceWords(client)}</p>
      </div>
      <div class="row-actions">
        <Button kind="quiet" name={t('clients.renew.named', { name })} onClick={() => void clients.renewPassword(name)}>
          {t('clients.renew')}
        </Button>
        <Button
          kind="quiet"
          name={t('clients.remove.named', { name })}
          onClick={() => {
            removing.value = true;
          }}
        >
          {t('clients.remove')}
        </Button>
        <Switch
          label={t('clients.enabled.named', { name })}
          on={enabled}
          onTurn={(on) => void clients.change(name, { enabled: on })}
        />
      </div>
      <details
        class="key-details"
        onToggle={(event) => {
          open.value = event.currentTarget.open;
        }}
      >
        <summary>
          {t('clients.added-on', { date: formatDate(addedAt, language.value) })} · {t('clients.change')}
        </summary>
        {open.value && <EditAllowance before={client} save={(allowance) => clients.change(name, allowance)} />}
      </details>
      {removing.value && (
        <RemoveClient
          name={name}
          onClose={() => {
            removing.value = false;
          }}
        />
      )}
    </li>
  );
}

/** What the client may use, in words. */
function allowanceWords({ requestsPerMinute, requestsPerDay, models }: ClientView): string {
  const words = [
    ...(requestsPerMinute === undefined ? [] : [t('clients.may.minute', { n: requestsPerMinute })]),
    ...(requestsPerDay === undefined ? [] : [t('clients.may.day', { n: requestsPerDay })]),
    ...(models === undefined ? [] : [t('clients.may.models', { models: models.join(', ') })]),
  ];
  return words.length === 0 ? t('clients.may.all') : joinParts(words, language.value);
}
