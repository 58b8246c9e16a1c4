/** The typed client of `/api/*`. It knows the contract of `src/contract/types.ts` and nothing of how it gets there. */

import type { BackupPlan } from '../src/contract/backup.ts';
import type { ClientView, NewPassword } from '../src/contract/clients.ts';
import type {
  AddKeysResult,
  CredentialKind,
  KeyCheckProgress,
  KeyHours,
  KeyPatch,
  KeyPreview,
  KeyTestResult,
  KeyView,
  RecentlyRemovedView,
  RestoredKeys,
  RevealedKey,
} from '../src/contract/keys.ts';
import type { RequestDetails, RequestRecord } from '../src/contract/log.ts';
import type { ModelView } from '../src/contract/models.ts';
import type { SettingName } from '../src/contract/settings/table.ts';
import type { SettingValue, SettingView } from '../src/contract/settings/value.ts';
import type { SitePatch, SiteView } from '../src/contract/sites.ts';
import type { StatsQuery, StatsRow } from '../src/contract/stats.ts';
import type { StatusView } from '../src/contract/status.ts';

/** Answers a request to `/api/...`; rejects only when nothing answers at all. */
export type AdminFetch = (path: string, init: RequestInit) => Promise<Response>;

/** What the API, or the way to it, said went wrong. `status` is the HTTP status, 0 where nothing answered. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  constructor(
    message: string,
    readonly status: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** What changes about a client; a limit of 0 and an empty list are as for everybody. */
export type ClientPatch = Partial<Omit<ClientView, 'name' | 'masked' | 'addedAt'>>;

/** A file that a person chose, with what opens it where it is sealed. */
export interface OpenedFile {
  readonly file: unknown;
  readonly passphrase?: string;
}

export interface Api {
  status(): Promise<StatusView>;
  keys(): Promise<readonly KeyView[]>;
  /** Adds every key in a text of any form. */
  addKeys(text: string, keysAre?: CredentialKind): Promise<AddKeysResult>;
  /** What adding this text would do. */
  previewKeys(text: string): Promise<readonly KeyPreview[]>;
  patchKey(id: string, patch: KeyPatch): Promise<KeyView>;
  patchKeys(ids: readonly string[], patch: KeyPatch): Promise<readonly KeyView[]>;
  removeKeys(ids: readonly string[]): Promise<void>;
  /** Removed keys that can be brought back; possible for a day. */
  removedKeys(): Promise<RecentlyRemovedView>;
  /** Brings back these removed keys, or all. */
  restoreKeys(ids?: readonly string[]): Promise<RestoredKeys>;
  /** Erases all removed keys for good. */
  eraseKeys(): Promise<void>;
  /** Removes the keys that Google will not take again; resolves to their ids. */
  clearInvalid(): Promise<readonly string[]>;
  /** The secrets themselves. Only for a person who asked and confirmed. */
  revealKeys(ids: readonly string[]): Promise<readonly RevealedKey[]>;
  /** By key id; keys that did nothing in the last day are left out. */
  keyHealth(ids: readonly string[]): Promise<Readonly<Record<string, KeyHours>>>;
  keyCheck(): Promise<KeyCheckProgress>;
  startKeyCheck(ids?: readonly string[]): Promise<KeyCheckProgress>;
  cancelKeyCheck(): Promise<KeyCheckProgress>;
  testKey(id: string): Promise<KeyTestResult>;
  /** Forgets what is known against the key, so that it takes part in the rotation at once. */
  tryKeyNow(id: string): Promise<KeyView>;
  /** Those who call the relay with a password of their own. */
  clients(): Promise<readonly ClientView[]>;
  addClient(name: string, patch: ClientPatch): Promise<NewPassword>;
  patchClient(name: string, patch: ClientPatch): Promise<ClientView>;
  renewClientPassword(name: string): Promise<NewPassword>;
  removeClient(name: string): Promise<void>;
  stats(query: StatsQuery): Promise<readonly StatsRow[]>;
  /** The latest requests of clients, the newest first. */
  log(): Promise<readonly RequestRecord[]>;
  logEntry(id: string): Promise<RequestDetails>;
  clearLog(): Promise<void>;
  /** Calls the model API as a frontend would. Resolves with whatever it answers; its body may be a stream. */
  tryOut(path: string, init: RequestInit): Promise<Response>;
  /** @throws {ApiError} when no key could tell. */
  models(): Promise<readonly ModelView[]>;
  /** The sites that a person decided about; only where pages of the web ask. */
  sites(): Promise<readonly SiteView[]>;
  site(origin: string): Promise<SiteView>;
  /** The browser's permission for the site is asked for besides. */
  allowSite(origin: string): Promise<SiteView>;
  patchSite(patch: SitePatch): Promise<SiteView>;
  revokeSite(origin: string): Promise<void>;
  /** A backup as a JSON value; sealed where there is a passphrase. */
  makeBackup(wish: { readonly keys: boolean; readonly passphrase?: string }): Promise<unknown>;
  planRestore(opened: OpenedFile): Promise<BackupPlan>;
  /** @param addresses whether what decides where keys are sent is taken over, too */
  restoreBackup(opened: OpenedFile, addresses: boolean): Promise<BackupPlan>;
  settings(): Promise<readonly SettingView[]>;
  /** Resolves to all settings as they are then. */
  setSetting(name: SettingName, value: SettingValue): Promise<readonly SettingView[]>;
  resetSetting(name: SettingName): Promise<readonly SettingView[]>;
}

/** @param language of the error messages, asked for with each request. */
export function createApi(fetch: AdminFetch, language: () => string): Api {
  async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const headers: Record<string, string> = { 'accept-language': language() };
    const init: RequestInit = { method, headers };
    if (body !== undefined) {
      headers['content-type'] = 'application/json';
      init.body = JSON.stringify(body);
    }
    const response = await fetch(`/api/${path}`, init).catch((cause: unknown) => {
      throw new ApiError(cause instanceof Error ? cause.message : String(cause), 0, { cause });
    });
    if (!response.ok) throw await apiErrorOf(response);
    const text = await response.text();
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }
  const client = (name: string) => `clients/${encodeURIComponent(name)}`;
  const key = (id: string) => `keys/${encodeURIComponent(id)}`;
  return {
    status: () => call('GET', 'status'),
    keys: () => call('GET', 'keys'),
    addKeys: (text, keysAre) => call('POST', 'keys', { text, ...(keysAre && { keysAre }) }),
    previewKeys: (text) => call('POST', 'keys/preview', { text }),
    patchKey: (id, patch) => call('PATCH', key(id), patch),
    patchKeys: (ids, patch) => call('PATCH', 'keys', { ids, patch }),
    removeKeys: (ids) => call('POST', 'keys/remove', { ids }),
    removedKeys: () => call('GET', 'keys/removed'),
    restoreKeys: (ids) => call('POST', 'keys/restore', ids === undefined ? {} : { ids }),
    eraseKeys: () => call('POST', 'keys/erase', {}),
    clearInvalid: async () => (await call<{ removed: readonly string[] }>('POST', 'keys/clear-invalid')).removed,
    revealKeys: (ids) => call('POST', 'keys/reveal', { ids }),
    keyHealth: (ids) => call('POST', 'keys/health', { ids }),
    keyCheck: () => call('GET', 'keys/check'),
    startKeyCheck: (ids) => call('POST', 'keys/check', ids === undefined ? {} : { ids }),
    cancelKeyCheck: () => call('DELETE', 'keys/check'),
    testKey: (id) => call('POST', `${key(id)}/test`),
    tryKeyNow: (id) => call('POST', `${key(id)}/try-now`),
    clients: () => call('GET', 'clients'),
    addClient: (name, patch) => call('POST', 'clients', { name, ...patch }),
    patchClient: (name, patch) => call('PATCH', client(name), patch),
    renewClientPassword: (name) => call('POST', `${client(name)}/password`),
    removeClient: (name) => call('DELETE', client(name)),
    stats: ({ unit, from, to, by, total = false }) =>
      call('GET', `stats?unit=${unit}&from=${from}&to=${to}&by=${by}&total=${total}`),
    log: () => call('GET', 'log'),
    logEntry: (id) => call('GET', `log/${encodeURIComponent(id)}`),
    clearLog: () => call('DELETE', 'log'),
    tryOut: (path, init) =>
      fetch(`/api/try${path}`, {
        ...init,
        headers: { 'content-type': 'application/json', 'accept-language': language(), ...init.headers },
      }),
    models: () => call('GET', 'models'),
    sites: () => call('GET', 'sites'),
    site: (origin) => call('GET', `sites/one?origin=${encodeURIComponent(origin)}`),
    allowSite: (origin) => call('POST', 'sites', { origin }),
    patchSite: (patch) => call('PATCH', 'sites', patch),
    revokeSite: (origin) => call('POST', 'sites/revoke', { origin }),
    makeBackup: (wish) => call('POST', 'backup', wish),
    planRestore: (opened) => call('POST', 'backup/plan', opened),
    restoreBackup: (opened, addresses) => call('POST', 'backup/restore', { ...opened, addresses }),
    settings: () => call('GET', 'settings'),
    setSetting: (name, value) => call('PUT', `settings/${name}`, { value }),
    resetSetting: (name) => call('DELETE', `settings/${name}`),
  };
}

/** What a refusal says of itself. */
export async function apiErrorOf(response: Response): Promise<ApiError> {
  return new ApiError(messageOf(await response.text()) ?? `HTTP ${response.status}`, response.status);
}

/** The message of an OpenAI error object; undefined where the body is something else. */
function messageOf(body: string): string | undefined {
  try {
    const { error } = JSON.parse(body) as { error?: { message?: unknown } };
    return typeof error?.message === 'string' ? error.message : undefined;
  } catch {
    return undefined;
  }
}
