import { useSignal } from '@preact/signals';
import { ApiError } from '../api.ts';
import { t } from '../state/language.ts';
import { useStores } from '../state/stores.ts';
import { Button } from '../ui/button.tsx';
import { Mark } from '../ui/mark.tsx';
import { Notice } from '../ui/notice.tsx';
import { Page } from '../ui/page.tsx';
import { PasswordField } from '../ui/password-field.tsx';

/** Asks for the password that guards `/api`, where one does. */
export function Login() {
  const { shell, session, status, reload } = useStores();
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
    void reload();
  };

  return (
    <div class="login">
      <Mark />
      <Page title={t('login.title')} intro={t('login.help')}>
        {session.linkFailed.value && <Notice tone="bad">{t('login.link-failed')}</Notice>}
        <form class="login-form" onSubmit={(event) => void signIn(event)}>
          <PasswordField label={t('login.password')} value={typed} complaint={complaint} />
          <Button kind="primary" type="submit">
            {t('login.submit')}
          </Button>
        </form>
        <dl class="login-words">
          <dt>{t('login.owner')}</dt>
          <dd>{t('login.owner.help')}</dd>
          <dt>{t('login.client')}</dt>
          <dd>{t('login.client.help')}</dd>
          {shell.password?.mayBeDefault && <dd>{t('login.client.default')}</dd>}
        </dl>
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
