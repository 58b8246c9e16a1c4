import { useSignalEffect } from '@preact/signals';
import type { ComponentType } from 'preact';
import { About } from './pages/about.tsx';
import { BackupPage } from './pages/backup.tsx';
import { ChatPage } from './pages/chat.tsx';
import { ClientsPage } from './pages/clients.tsx';
import { ConnectPage } from './pages/connect.tsx';
import { Home } from './pages/home.tsx';
import { KeysPage } from './pages/keys.tsx';
import { LogPage } from './pages/log.tsx';
import { Login } from './pages/login.tsx';
import { ModelsPage } from './pages/models.tsx';
import { SettingsPage } from './pages/settings.tsx';
import { SitesPage } from './pages/sites.tsx';
import { UsagePage } from './pages/usage.tsx';
import { VertexPage } from './pages/vertex.tsx';
import { t } from './state/language.ts';
import { type PageId, route } from './state/route.ts';
import { type Stores, StoresProvider } from './state/stores.ts';
import { Button } from './ui/button.tsx';
import { Nav } from './ui/nav.tsx';
import { NotKept } from './ui/not-kept.tsx';
import { OwnerQuestion } from './ui/owner-question.tsx';
import { Preferences } from './ui/preferences.tsx';

const pages: Readonly<Record<PageId, ComponentType>> = {
  home: Home,
  keys: KeysPage,
  usage: UsagePage,
  log: LogPage,
  connect: ConnectPage,
  chat: ChatPage,
  sites: SitesPage,
  models: ModelsPage,
  clients: ClientsPage,
  vertex: VertexPage,
  settings: SettingsPage,
  backup: BackupPage,
  about: About,
};

export function App({ stores }: { stores: Stores }) {
  const { page } = route.value;
  const { locked, signOut } = stores.session;
  useSignalEffect(() => {
    document.title = `${t(`page.${route.value.page}`)} · ${t('app.name')}`;
  });
  const Shown = locked.value ? Login : pages[page];
  return (
    <StoresProvider value={stores}>
      <button type="button" class="skip" onClick={() => document.getElementById('main')?.focus()}>
        {t('app.skip')}
      </button>
      <div class="frame">
        {!locked.value && <Nav />}
        <main id="main" tabIndex={-1}>
          {!locked.value && <NotKept />}
          <Shown key={page} />
        </main>
        <footer class="preferences">
          <Preferences />
          {signOut && !locked.value && (
            <Button kind="quiet" onClick={signOut}>
              {t('app.sign-out')}
            </Button>
          )}
        </footer>
      </div>
      <OwnerQuestion />
    </StoresProvider>
  );
}
