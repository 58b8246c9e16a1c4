import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import { ApiError } from '../api.ts';
import { t } from '../i18n/language.ts';
import { useStores } from '../state/stores.ts';
import { Button } from '../ui/button.tsx';
import { Mark } from '../ui/mark.tsx';
import { Page } from '../ui/page.tsx';

/** Asks for the password that guards `/api`, where one does. */
export function Login() {
  const { shell, session, status, keys, settings } = useStores();
  const id = useId();
  const typed = useSignal('');
  const complaint = useSignal('');

  const signIn = async (event: Event) => {
    event.preventDefault();
    complaint.value = '';
    shell.password?.set(typed.value);
    await status.refresh();
    const error = status.error.value;
    if (error) {
      complaint.value = complaintOf(error);
      return;
    }
    session.unlock();
    void settings.list.refresh();
    if (keys.list.data.peek()) void keys.list.refresh();
  };

  return (
    <div class="login">
      <Mark />
      <Page title={t('login.title')} intro={t('login.help')}>
        <form onSubmit={signIn}>
          <label for={id}>{t('login.password')}</label>
          <input
            id={id}
            type="password"
            autocomplete="current-password"
            required
            value={typed.value}
            aria-invalid={complaint.value !== ''}
            onInput={(event) => {
              typed.value = event.currentTarget.value;
            }}
          />
          <output class="field-error">{complaint.value}</output>
          <Button kind="primary" type="submit">
            {t('login.submit')}
          </Button>
        </form>
      </Page>
    </div>
  );
}

function complaintOf(error: Error): string {
  const status = error instanceof ApiError ? error.status : 0;
  if (status === 401) return t('login.wrong');
  // It says how long to wait.
  return status === 429 ? error.message : t('app.unreachable', { reason: error.message });
}
