/** The typed client of `/api/*`. It knows the contract of `src/core/admin/types.ts` and nothing of how it gets there. */
import type {
  AddKeysResult,
  KeyPatch,
  KeyTestResult,
  KeyView,
  SettingView,
  StatusView,
} from '../src/core/admin/types.ts';
import type { SettingValue } from '../src/core/ports.ts';
import type { SettingName } from '../src/core/settings.ts';

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

export interface Api {
  status(): Promise<StatusView>;
  keys(): Promise<readonly KeyView[]>;
  /** Adds every key in a text of any form. */
  addKeys(text: string): Promise<AddKeysResult>;
  patchKey(id: string, patch: KeyPatch): Promise<KeyView>;
  removeKeys(ids: readonly string[]): Promise<void>;
  /** Brings removed keys back; possible for five minutes. */
  restoreKeys(ids: readonly string[]): Promise<readonly KeyView[]>;
  testKey(id: string): Promise<KeyTestResult>;
  /** Forgets what is known against the key, so that it takes part in the rotation at once. */
  tryKeyNow(id: string): Promise<KeyView>;
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
    const text = await response.text();
    if (!response.ok) throw new ApiError(messageOf(text) ?? `HTTP ${response.status}`, response.status);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }
  const key = (id: string) => `keys/${encodeURIComponent(id)}`;
  return {
    status: () => call('GET', 'status'),
    keys: () => call('GET', 'keys'),
    addKeys: (text) => call('POST', 'keys', { text }),
    patchKey: (id, patch) => call('PATCH', key(id), patch),
    removeKeys: (ids) => call('POST', 'keys/remove', { ids }),
    restoreKeys: (ids) => call('POST', 'keys/restore', { ids }),
    testKey: (id) => call('POST', `${key(id)}/test`),
    tryKeyNow: (id) => call('POST', `${key(id)}/try-now`),
    settings: () => call('GET', 'settings'),
    setSetting: (name, value) => call('PUT', `settings/${name}`, { value }),
    resetSetting: (name) => call('DELETE', `settings/${name}`),
  };
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
