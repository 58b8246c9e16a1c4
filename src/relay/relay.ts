/** The composition root: a checked configuration becomes ports, core and server. */

import type { StatusView } from '../core/admin/types.ts';
import type { MediaFetch } from '../core/gemini/download.ts';
import { createHajimi, type Hajimi } from '../core/hajimi.ts';
import { learnSecrets } from '../core/log/learn-secrets.ts';
import type { Redactor } from '../core/log/redact.ts';
import type { Log, Ports, Store } from '../core/ports.ts';
import type { Shell } from '../core/services.ts';
import { createMemoryStore } from '../core/store/memory.ts';
import type { RelayConfig } from './config.ts';
import { upstreamFetch } from './fetch.ts';
import { createLive } from './live/live.ts';
import { createMediaFetch } from './media-fetch.ts';
import type { Page } from './page.ts';
import { clock, ids } from './platform.ts';
import { type App, startServer } from './server.ts';
import { StorageError } from './storage-lock.ts';
import { openFileStore } from './store-file.ts';

export interface Relay {
  /** Where a browser on this computer reaches it, without a slash at the end. */
  readonly url: string;
  /** What the config page shows. */
  status(): Promise<StatusView>;
  /** Lets running answers finish for `grace` ms, then writes what is still queued. */
  close(grace: number): Promise<void>;
}

export interface RelayDeps {
  readonly version: string;
  readonly log: Log;
  readonly redactor: Redactor;
  readonly page: Page;
}

/** @throws when the address is taken or the store cannot be opened. */
export async function startRelay(config: RelayConfig, deps: RelayDeps): Promise<Relay> {
  // The port is only known once it is bound, and the core wants to know the endpoint.
  let open: (hajimi: Hajimi) => void = () => undefined;
  const opened = new Promise<Hajimi>((resolve) => {
    open = resolve;
  });
  const live = createLive({ config, hajimi: opened, log: deps.log });
  const app = opened.then((hajimi): App => hajimi.fetch);
  const server = await startServer(config, app, deps.page, live.upgrade);
  const url = localUrl(config.host, server.port);
  try {
    const hajimi = await startCore(config, deps, url);
    open(hajimi);
    const stop = new AbortController();
    void maintain(hajimi, deps.log, stop.signal);
    return {
      url,
      async status() {
        const response = await hajimi.fetch(new Request(`${url}/api/status`), { id: 'hajimi', trust: 'owner' });
        return (await response.json()) as StatusView;
      },
      async close(grace) {
        stop.abort();
        live.close();
        await server.close(grace);
        await hajimi.close();
      },
    };
  } catch (error) {
    await server.close(0);
    throw error;
  }
}

/** How often a key is asked about again is a setting; this is how soon it can be noticed that one is due, in ms. */
const MAINTENANCE = 15 * 60_000;

async function maintain(hajimi: Hajimi, log: Log, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await clock.sleep(MAINTENANCE, signal).catch(() => undefined);
    if (signal.aborted) return;
    await hajimi.maintain(signal).catch((error) => log.write({ level: 'error', event: 'maintenance-failed', error }));
  }
}

async function startCore(config: RelayConfig, { version, log, redactor }: RelayDeps, url: string): Promise<Hajimi> {
  for (const password of [config.password, config.webPassword]) redactor.learn(password);
  const store = learnSecrets(await openStore(config), redactor);
  const ports: Ports = { fetch: upstreamFetch, clock, store, log, ids, random: Math.random };
  const hajimi: Hajimi = createHajimi(ports, shellFor(config, version, url, fetchMedia));
  await hajimi.ready;
  return hajimi;

  /** Whether private addresses are allowed can change at any time, in the config page. */
  async function fetchMedia(...[address, init]: Parameters<MediaFetch>): Promise<Response> {
    const { fetchPrivateImages } = await hajimi.settings();
    return createMediaFetch({ allowPrivate: () => fetchPrivateImages })(address, init);
  }
}

async function openStore({ storageDir }: RelayConfig): Promise<Store> {
  if (storageDir === undefined) return createMemoryStore(clock);
  try {
    return await openFileStore(storageDir, clock);
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
    en: `open ${url}/ and paste it there, or set GEMINI_API_KEYS`,
    zh: `打开 ${url}/ 粘贴，或设置 GEMINI_API_KEYS`,
  },
  fetchMedia,
});

/** An address that stands for all of this computer's is reached by the loopback one. */
function localUrl(host: string, port: number): string {
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
}
