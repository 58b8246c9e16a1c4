import { useSignal } from '@preact/signals';
import { ApiError } from '../api.ts';
import { t } from '../state/language.ts';
import { useStores } from '../state/stores.ts';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { PasswordField } from './password-field.tsx';

/** Stands over the page while something that was asked for needs the owner's password. */
export function OwnerQuestion() {
  const { asksOwner } = useStores().session;
  return asksOwner.value ? <AskOwner /> : null;
}

function AskOwner() {
  const { session } = useStores();
  const typed = useSignal('');
  const complaint = useSignal('');
  const busy = useSignal(false);

  const submit = async (event: Event) => {
    event.preventDefault();
    if (busy.value || typed.value === '') return;
    busy.value = true;
    complaint.value = '';
    try {
      const word = await session.tryAsOwner(typed.value);
      if (word !== 'right') complaint.value = t(word === 'client' ? 'owner.is-clients' : 'login.wrong');
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      complaint.value = error instanceof ApiError ? reason : t('app.unreachable', { reason });
    }
    busy.value = false;
  };
  return (
    <Dialog title={t('owner.title')} onClose={session.decline}>
      <form class="login-form" onSubmit={(event) => void submit(event)}>
        <p>{t('owner.what')}</p>
        <p class="help">{t('owner.where')}</p>
        <PasswordField label={t('owner.password')} value={typed} complaint={complaint} />
        <div class="form-end">
          <Button kind="primary" type="submit" busy={busy.value}>
            {t('owner.submit')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
