/** The core as the relay wears it: a checked configuration becomes ports and shell. */
import type { MediaFetch } from '../core/gemini/download.ts';
import type { ClientLimits } from '../core/guard/client-limits.ts';
import { createHajimi, type Hajimi } from '../core/hajimi.ts';
import { learnSecrets } from '../core/log/learn-secrets.ts';
import type { Redactor } from '../core/log/redact.ts';
import type { Log, Ports, Store } from '../core/ports.ts';
import type { Shell } from '../core/services.ts';
import { createMemoryStore } from '../core/store/memory.ts';
import type { RelayConfig } from './config.ts';
import { upstreamFetch } from './fetch.ts';
import { createMediaFetch } from './media-fetch.ts';
import { clock, ids } from './platform.ts';
import { passwordOf } from './redis/place.ts';
import { StorageError } from './storage-lock.ts';
import { openFileStore } from './store-file.ts';

export interface CoreDeps {
  readonly version: string;
  readonly log: Log;
  readonly redactor: Redactor;
}

/**
 * @param url where the relay is reached, without a slash at the end.
 * @throws when the store cannot be opened.
 */
export async function startCore(
  config: RelayConfig,
  { version, log, redactor }: CoreDeps,
  url: string,
): Promise<Hajimi> {
  const redisPassword = config.redis === undefined ? '' : passwordOf(config.redis.url);
  for (const password of [config.password, config.webPassword, redisPassword]) redactor.learn(password);
  const storage = await openStorage(config, log);
  const store = learnSecrets(storage.store, redactor);
  const ports: Ports = { fetch: upstreamFetch, clock, store, log, ids, random: Math.random };
  const hajimi: Hajimi = createHajimi(ports, {
    ...shellFor(config, version, url, fetchMedia),
    ...(storage.limits && { limits: storage.limits }),
  });
  await hajimi.ready;
  return hajimi;

  /** Whether private addresses are allowed can change at any time, in the config page. */
  async function fetchMedia(...[address, init]: Parameters<MediaFetch>): Promise<Response> {
    const { fetchPrivateImages } = await hajimi.settings();
    return createMediaFetch({ allowPrivate: () => fetchPrivateImages })(address, init);
  }
}

interface Storage {
  readonly store: Store;
  readonly limits?: ClientLimits;
}

async function openStorage({ storageDir, redis }: RelayConfig, log: Log): Promise<Storage> {
  // Most relays have no Redis, and its client would cost them memory.
  if (redis !== undefined) return (await import('./redis/open.ts')).openRedis(redis, log);
  if (storageDir === undefined) return { store: createMemoryStore(clock) };
  try {
    return { store: await openFileStore(storageDir, clock) };
  } catch (error) {
    if (error instanceof StorageError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new StorageError(
      `The storage folder ${storageDir} cannot be used: ${reason}. ` +
        'Give the relay another STORAGE_DIR, or set ENABLE_STORAGE=false to keep everything in memory.',
      { cause: error },
    );
  }
}

const shellFor = (config: RelayConfig, version: string, url: string, fetchMedia: MediaFetch): Shell => ({
  kind: 'relay',
  version,
  endpoint: `${url}/v1`,
  password: config.password,
  webPassword: config.webPassword,
  env: config.settings,
  keyTexts: config.keyTexts,
  expressKeyTexts: config.expressKeyTexts,
  whereToAddKeys: {
    en: `open ${url}${config.pagePath} and paste it there, or set GEMINI_API_KEYS`,
    zh: `打开 ${url}${config.pagePath} 粘贴，或设置 GEMINI_API_KEYS`,
  },
  fetchMedia,
});
