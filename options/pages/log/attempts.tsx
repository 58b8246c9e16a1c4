import type { AttemptRecord } from '../../../src/contract/log.ts';
import { t } from '../../state/language.ts';
import { useStores } from '../../state/stores.ts';
import { Icon } from '../../ui/icon.tsx';
import { secondsOf } from './record-list.tsx';

/** Which keys were tried, one after the other, and what came of each. */
export function Attempts({ attempts }: { attempts: readonly AttemptRecord[] }) {
  const { list } = useStores().keys;
  const masked = new Map((list.data.value ?? []).map((key) => [key.id, key.masked]));
  return (
    <ol class="attempts">
      {attempts.map(({ credentialId, label, startedAt, endedAt, failure }) => (
        <li key={`${credentialId} ${startedAt}`} class={failure ? 'bad' : 'good'}>
          <Icon name={failure ? 'alert' : 'check'} />
          <div>
            <strong>{label || masked.get(credentialId) || credentialId}</strong>{' '}
            <span class="help">{secondsOf(endedAt - startedAt)}</span>
            <p>
              {failure ? t(`cause.${failure.cause}`) : t('log.answered')}
              {failure && failure.status > 0 && ` (${failure.status})`}
            </p>
            {failure && <p class="help">{failure.message}</p>}
          </div>
        </li>
      ))}
    </ol>
  );
}
