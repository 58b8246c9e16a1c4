/** The core as the relay wears it: a checked configuration becomes ports and shell. */

import type { LoginThrottle } from '../core/access/login/login-throttle.ts';
import { createHajimi, type Hajimi } from '../core/create-hajimi.ts';
import type { Phrase } from '../core/errors.ts';
import type { MediaFetch } from '../core/google/media/download.ts';
import type { Log, Ports } from '../core/ports.ts';
import type { Redactor } from '../core/redact/redactor.ts';
import { learnSecrets } from '../core/redact/tracking-store.ts';
import type { Shell } from '../core/shell.ts';
import { passwordsIn } from '../core/utils/net/url-login.ts';
import type { RelayConfig } from './config/config.ts';
import { createUpstreamFetch } from './ports/fetch.ts';
import { createMediaFetch } from './ports/media-fetch.ts';
import { clock, ids } from './ports/platform.ts';
import { StorageError } from './storage/lock.ts';
import { openStorage } from './storage/open.ts';

export interface CoreDeps {
  readonly version: string;
  readonly log: Log;
  readonly redactor: Redactor;
  /** Not to start at all where nothing can be kept. */
  readonly mustKeep?: boolean;
  /** How many passwords can be tried; absent where nobody can try any. */
  readonly loginThrottle?: LoginThrottle;
  /** What the page is to warn of. */
  readonly warnings?: () => readonly Phrase[];
  /** Told of the owner's password when another relay on the same store has made it meanwhile. */
  readonly onOwnerPassword?: (password: string) => void;
}

/**
 * @param url where the relay is reached, without a slash at the end.
 * @throws {StorageError} when another relay uses the storage, a newer one wrote it, or Redis cannot be reached.
 */
export async function startCore(
  config: RelayConfig,
  { version, log, redactor, mustKeep = false, warnings, loginThrottle, onOwnerPassword }: CoreDeps,
  url: string,
): Promise<Hajimi> {
  const urls = [config.redis?.url ?? '', config.proxy?.https ?? '', config.proxy?.http ?? ''].filter(
    (url) => url !== '',
  );
  const passwords = [config.password, config.webPassword ?? '', ...urls.flatMap(passwordsIn)];
  for (const password of passwords) redactor.learn(password);
  const { notKept, limits, ...storage } = await openStorage(config, log);
  if (mustKeep && notKept) throw new StorageError(notKept);
  const store = learnSecrets(storage.store, redactor);
  const ports: Ports = { fetch: createUpstreamFetch(config.proxy), clock, store, log, ids, random: Math.random };
  const hajimi: Hajimi = createHajimi(ports, {
    ...shellFor(config, version, url, fetchMedia),
    ...(limits && { limits }),
    ...(notKept && { notKept }),
    ...(warnings && { warnings }),
    ...(loginThrottle && { loginThrottle }),
    ...(onOwnerPassword && { onOwnerPassword }),
  });
  await hajimi.ready;
  return hajimi;

  /** Whether private addresses are allowed can change at any time, in the config page. */
  async function fetchMedia(...[address, init]: Parameters<MediaFetch>): Promise<Response> {
    const { fetchPrivateImages } = await hajimi.settings();
    return createMediaFetch({ allowPrivate: () => fetchPrivateImages })(address, init);
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
