/**
 * The ONE table of `/api`: what there is to call, what it asks of the caller, what goes in and what comes out. The core
 * answers it (`src/core/admin`), the page calls it (`options/api.ts`), and the tests' fake stands in for it.
 *
 * The password of the model API is known to every frontend, so with it (`client`) the page goes on as people know it, and no
 * further: what gives secrets away, or says where keys are sent and who may use them, asks for the owner's (`owner`).
 */

import type { BackupPlan, BackupWish, RestoreWish } from './backup.ts';
import type { ClientPatch, ClientView, NewClient, NewPassword } from './clients.ts';
import { askingFor, type Endpoint, types } from './endpoint.ts';
import type {
  AddKeysResult,
  KeyCheckProgress,
  KeyHours,
  KeyIds,
  KeyPatch,
  KeyPreview,
  KeysPatch,
  KeyTestResult,
  KeyText,
  KeyView,
  RecentlyRemovedView,
  RestoredKeys,
  RevealedKey,
  SomeKeys,
} from './keys.ts';
import type { RequestDetails, RequestRecord } from './log.ts';
import type { ModelView } from './models.ts';
import type { SettingView } from './settings/value.ts';
import type { SiteName, SitePatch, SiteView } from './sites.ts';
import type { StatsQuery, StatsRow } from './stats.ts';
import type { PowerView, SignedIn, StatusView } from './status.ts';

const open = askingFor('open');
const client = askingFor('client');
const owner = askingFor('owner');
const bySetting = askingFor('by-setting');

export const endpoints = {
  session: {
    /** What is shown is a one-time code; it stands where a password does. */
    login: open('POST', '/api/login', types<{ output: SignedIn }>()),
    /** How far the password that is shown opens the page. */
    power: client('GET', '/api/power', types<{ output: PowerView }>()),
  },
  status: {
    get: client('GET', '/api/status', types<{ output: StatusView }>()),
  },
  stats: {
    /** The last day by the hour where nothing is said. */
    query: client('GET', '/api/stats', types<{ query: StatsQuery; output: readonly StatsRow[] }>()),
  },
  models: {
    list: client('GET', '/api/models', types<{ output: readonly ModelView[] }>()),
  },
  keys: {
    list: client('GET', '/api/keys', types<{ output: readonly KeyView[] }>()),
    /** Adds every key in a text of any form. */
    add: client('POST', '/api/keys', types<{ body: KeyText; output: AddKeysResult }>()),
    /** What adding this text would do, without doing it. */
    preview: client('POST', '/api/keys/preview', types<{ body: KeyText; output: readonly KeyPreview[] }>()),
    /** But for what of a key is the owner's to change. */
    update: client('PATCH', '/api/keys/:id', types<{ body: KeyPatch; output: KeyView }>()),
    updateMany: client('PATCH', '/api/keys', types<{ body: KeysPatch; output: readonly KeyView[] }>()),
    remove: client('POST', '/api/keys/remove', types<{ body: KeyIds }>()),
    /** Removed keys that can be brought back; possible for a day. */
    removed: client('GET', '/api/keys/removed', types<{ output: RecentlyRemovedView }>()),
    restore: client('POST', '/api/keys/restore', types<{ body: SomeKeys; output: RestoredKeys }>()),
    /** Of removed keys: nothing brings them back after that. */
    erase: owner('POST', '/api/keys/erase', types<{ body: SomeKeys; output: { erased: number } }>()),
    /** Removes the keys that Google will not take again; tells their ids. */
    clearInvalid: client('POST', '/api/keys/clear-invalid', types<{ output: { removed: readonly string[] } }>()),
    /** By key id; keys that did nothing in the last day are left out. */
    health: client('POST', '/api/keys/health', types<{ body: KeyIds; output: Readonly<Record<string, KeyHours>> }>()),
    /** The secrets themselves. Only for a person who asked and confirmed. */
    reveal: owner('POST', '/api/keys/reveal', types<{ body: KeyIds; output: readonly RevealedKey[] }>()),
    check: client('GET', '/api/keys/check', types<{ output: KeyCheckProgress }>()),
    startCheck: client('POST', '/api/keys/check', types<{ body: SomeKeys; output: KeyCheckProgress }>()),
    cancelCheck: client('DELETE', '/api/keys/check', types<{ output: KeyCheckProgress }>()),
    /** Forgets what is known against the key, so that it takes part in the rotation at once. */
    tryNow: client('POST', '/api/keys/:id/try-now', types<{ output: KeyView }>()),
    test: client('POST', '/api/keys/:id/test', types<{ output: KeyTestResult }>()),
  },
  settings: {
    list: client('GET', '/api/settings', types<{ output: readonly SettingView[] }>()),
    /** All settings as they are then. */
    set: bySetting(
      'PUT',
      '/api/settings/:name',
      types<{ body: { readonly value: unknown }; output: readonly SettingView[] }>(),
    ),
    reset: bySetting('DELETE', '/api/settings/:name', types<{ output: readonly SettingView[] }>()),
  },
  log: {
    /** The latest requests of clients, the newest first. */
    list: client('GET', '/api/log', types<{ output: readonly RequestRecord[] }>()),
    /** With what was said in it. */
    get: client('GET', '/api/log/:id', types<{ output: RequestDetails }>()),
    clear: client('DELETE', '/api/log', types()),
  },
  clients: {
    list: client('GET', '/api/clients', types<{ output: readonly ClientView[] }>()),
    add: owner('POST', '/api/clients', types<{ body: NewClient; output: NewPassword }>()),
    update: owner('PATCH', '/api/clients/:name', types<{ body: ClientPatch; output: ClientView }>()),
    remove: owner('DELETE', '/api/clients/:name', types()),
    renewPassword: owner('POST', '/api/clients/:name/password', types<{ output: NewPassword }>()),
  },
  /** Only where pages of the web ask. */
  sites: {
    /** Those that a person decided about. */
    list: owner('GET', '/api/sites', types<{ output: readonly SiteView[] }>()),
    get: owner('GET', '/api/sites/one', types<{ query: SiteName; output: SiteView }>()),
    /** The browser's permission for the site is asked for besides. */
    allow: owner('POST', '/api/sites', types<{ body: SiteName; output: SiteView }>()),
    update: owner('PATCH', '/api/sites', types<{ body: SitePatch; output: SiteView }>()),
    revoke: owner('POST', '/api/sites/revoke', types<{ body: SiteName }>()),
  },
  backup: {
    /** A backup as a JSON value; sealed where there is a passphrase. */
    make: owner('POST', '/api/backup', types<{ body: BackupWish; output: unknown }>()),
    /** What restoring the file would change. */
    plan: owner('POST', '/api/backup/plan', types<{ body: RestoreWish; output: BackupPlan }>()),
    restore: owner('POST', '/api/backup/restore', types<{ body: RestoreWish; output: BackupPlan }>()),
  },
} as const satisfies Record<string, Readonly<Record<string, Endpoint>>>;

export type Endpoints = typeof endpoints;

/** Every endpoint, whatever it is about. */
export const allEndpoints = (): Endpoint[] =>
  Object.values(endpoints).flatMap((area): Endpoint[] => Object.values(area));
