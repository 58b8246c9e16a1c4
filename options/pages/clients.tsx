import { useEffect } from 'preact/hooks';
import { t } from '../state/language.ts';
import { useStores } from '../state/stores.ts';
import { Loaded } from '../ui/loaded.tsx';
import { Notice } from '../ui/notice.tsx';
import { Page } from '../ui/page.tsx';
import { AddClient } from './clients/add-client.tsx';
import { ClientRow } from './clients/client-row.tsx';
import { MadePassword } from './clients/made-password.tsx';

/** Who may call the relay with a password of their own, and how much of it. */
export function ClientsPage() {
  const { clients } = useStores();
  useEffect(() => void clients.list.refresh(), [clients]);
  const problem = clients.problem.value;
  return (
    <Page title={t('page.clients')} intro={t('clients.intro')}>
      <AddClient />
      <div role="alert">{problem && <Notice tone="bad">{problem}</Notice>}</div>
      <MadePassword />
      <section aria-labelledby="client-list">
        <h2 id="client-list">{t('clients.list')}</h2>
        <Loaded resource={clients.list}>
          {(list) =>
            list.length === 0 ? (
              <p class="empty">{t('clients.none')}</p>
            ) : (
              <ul class="rows">
                {list.map((client) => (
                  <ClientRow key={client.name} client={client} />
                ))}
              </ul>
            )
          }
        </Loaded>
      </section>
    </Page>
  );
}
