/** What the routes work with: made once in `hajimi.ts`, the same for every request. */

import type { Settings } from '../contract/settings/table.ts';
import type { Power } from '../contract/status.ts';
import type { Allowances } from './access/clients/client-quota.ts';
import type { NamedClients } from './access/clients/clients.ts';
import type { ClientLimits } from './access/clients/rate-limit.ts';
import type { LoginThrottle } from './access/login/login-throttle.ts';
import type { PageAccess } from './access/login/page-access.ts';
import type { ResourceOwners } from './access/resource-owners.ts';
import type { Sites } from './access/sites.ts';
import type { Language, Phrase } from './errors.ts';
import type { Upstream } from './google/client.ts';
import type { MediaFetch } from './google/media/download.ts';
import type { ModelCatalog } from './google/model-catalog.ts';
import type { Affinity } from './google/resources/resource-keys.ts';
import type { SignatureVault } from './google/signatures/signature-vault.ts';
import type { RequestLog } from './log/request-log.ts';
import type { Trace } from './log/trace.ts';
import type { Generator } from './pipeline/model-client.ts';
import type { Engine } from './pipeline/pipeline.ts';
import type { HealthCheck } from './pool/keys/health-check.ts';
import type { Pool } from './pool/pool.ts';
import type { Caller, Ports } from './ports.ts';
import type { SettingsStore } from './settings/store.ts';
import type { Metrics } from './stats/metrics.ts';
import type { Stats } from './stats/stats.ts';

/** What only the shell knows: where Hajimi runs and what the person fixed from outside. */
export interface Shell {
  readonly kind: 'extension' | 'relay';
  readonly version: string;
  /** What a person types into a frontend, ending in `/v1`. */
  readonly endpoint: string;
  /** What callers of trust `network` must show for the model API. */
  readonly password: string;
  /**
   * The owner's, for `/api/*`, where a person chose it. Undefined: one is made and kept, and `password` opens the page as
   * far as `access/login/powers.ts` says. Empty: no word opens it.
   */
  readonly webPassword: string | undefined;
  /** Told of the owner's password when another relay on the same store has made it meanwhile. */
  readonly onOwnerPassword?: (password: string) => void;
  /** Where strangers can try passwords: how many. */
  readonly loginThrottle?: LoginThrottle;
  /** Settings that the environment fixes. */
  readonly env: Partial<Settings>;
  /** Texts with the keys that the environment brings. */
  readonly keyTexts: readonly string[];
  /** Texts with Vertex Express keys, which look like any other key. */
  readonly expressKeyTexts?: readonly string[];
  /** Where a person adds a key, in words. */
  readonly whereToAddKeys: Readonly<Record<Language, string>>;
  /** Counts the requests of clients where the shell has a better place for it than this process. */
  readonly limits?: ClientLimits;
  /** Why nothing outlives this run although it should. */
  readonly notKept?: Phrase;
  /** What the person who runs it had better set up otherwise, as it is known by now. */
  readonly warnings?: () => readonly Phrase[];
  /** Downloads a file that a client's message names by URL. */
  readonly fetchMedia: MediaFetch;
  /** Where the platform ends an idle process: keeps it alive until the function returned is called. */
  readonly hold?: () => () => void;
  /** Only where web pages ask: which of them may. */
  readonly sites?: Sites;
}

export interface Services {
  readonly ports: Ports;
  /** Of this run, to tell our own marks from what a text may hold. */
  readonly secret: string;
  readonly shell: Shell;
  readonly settings: SettingsStore;
  readonly pool: Pool;
  readonly upstream: Upstream;
  readonly affinity: Affinity;
  readonly resourceOwners: ResourceOwners;
  readonly generator: Generator;
  readonly engine: Engine;
  readonly models: ModelCatalog;
  readonly signatures: SignatureVault;
  readonly health: HealthCheck;
  readonly stats: Stats;
  readonly requests: RequestLog;
  readonly metrics: Metrics;
  readonly limits: ClientLimits;
  /** Why changes may be lost at the end of this run; undefined while all is well. */
  readonly notKept: () => Phrase | undefined;
  readonly clients: NamedClients;
  readonly allowances: Allowances;
  readonly access: PageAccess;
}

/** Hono's environment: what comes with a request besides the request. */
export interface AppEnv {
  Bindings: { caller: Caller };
  /** `power`: under `/api` only. */
  Variables: { trace: Trace; power: Power };
}
