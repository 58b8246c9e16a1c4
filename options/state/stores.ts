import { effect } from '@preact/signals';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { StatusView } from '../../src/contract/status.ts';
import { type Api, createApi } from '../api.ts';
import type { Shell } from '../shell/shell.ts';
import { type Chat, createChat } from './chat.ts';
import { type Clients, createClients } from './clients.ts';
import { createHostAccess, type HostAccess } from './host-access.ts';
import { createKeyCheck, type KeyCheck } from './key-check.ts';
import { createKeyMarks, type KeyMarks } from './key-marks.ts';
import { createKeys, type Keys } from './keys.ts';
import { language } from './language.ts';
import { createResource, type Resource } from './resource.ts';
import { createSession, type Session } from './session.ts';
import { createSettings, type SettingsState } from './settings.ts';
import { createSites, type SitesState } from './sites.ts';

/** Everything that pages read and do, made once per tab. */
export interface Stores {
  readonly shell: Shell;
  /** For what one page asks and no other needs to know. */
  readonly api: Api;
  readonly session: Session;
  readonly status: Resource<StatusView>;
  readonly keys: Keys;
  readonly keyCheck: KeyCheck;
  readonly keyMarks: KeyMarks;
  readonly clients: Clients;
  readonly settings: SettingsState;
  readonly sites: SitesState;
  readonly chat: Chat;
  readonly hostAccess: HostAccess;
  /** Loads anew what every page shows, as after signing in. Never rejects. */
  reload(): Promise<void>;
}

export function createStores(shell: Shell): Stores {
  const session = createSession(shell);
  const api = createApi(session.fetch, () => language.value);
  const status = createResource(api.status.get);
  const keys = createKeys(api.keys, () => void status.refresh());
  followCounts(status, keys);
  const settings = createSettings(api.settings);
  return {
    shell,
    api,
    session,
    status,
    keys,
    keyCheck: createKeyCheck(api.keys, () => void keys.list.refresh()),
    keyMarks: createKeyMarks(),
    clients: createClients(api.clients),
    settings,
    sites: createSites(api.sites, shell),
    chat: createChat(api.tryOut),
    hostAccess: createHostAccess(shell),
    async reload() {
      const loaded = [status, settings.list, ...(keys.list.data.peek() ? [keys.list] : [])];
      await Promise.all(loaded.map((resource) => resource.refresh()));
    },
  };
}

/** The status is asked for often, the long list of keys only when the status shows that a key changed its state. */
function followCounts(status: Resource<StatusView>, keys: Keys): void {
  let seen = '';
  effect(() => {
    const counts = JSON.stringify(status.data.value?.keys);
    if (counts === seen) return;
    seen = counts;
    if (keys.list.data.peek()) void keys.list.refresh();
  });
}

const Context = createContext<Stores | undefined>(undefined);
export const StoresProvider = Context.Provider;

export function useStores(): Stores {
  const stores = useContext(Context);
  if (!stores) throw new Error('useStores outside of StoresProvider');
  return stores;
}
