/** The core put together: what a shell creates once and then only calls. */

import type { InForce } from '../contract/settings/table.ts';
import { createAllowances, settingsFor } from './access/clients/client-quota.ts';
import { createNamedClients } from './access/clients/clients.ts';
import { createRequestLimits } from './access/clients/limit-requests.ts';
import { createClientLimits } from './access/clients/rate-limit.ts';
import { createGate } from './access/gate.ts';
import { createLoginCodes } from './access/login/login-codes.ts';
import { openOwnerPassword } from './access/login/owner-password.ts';
import { createPageAccess, type PageAccess } from './access/login/page-access.ts';
import { createResourceOwners, resourceOwnerOf } from './access/resource-owners.ts';
import type { AdminDeps } from './admin/endpoints.ts';
import { adminRoutes } from './admin/routes.ts';
import { type App, createApp } from './app.ts';
import { createClientError } from './dialects/delivery/client-error.ts';
import { createJudge } from './dialects/gemini/judge.ts';
import { createDriver } from './dialects/serve.ts';
import type { Exchange, Reply, RequestHead } from './exchange.ts';
import { createUpstream } from './google/client.ts';
import { kindsInOrder } from './google/endpoints/provider.ts';
import { createModelCatalog } from './google/model-catalog.ts';
import { probeWith } from './google/probe.ts';
import { createAffinity } from './google/resources/resource-keys.ts';
import { createSignatureVault } from './google/signatures/signature-vault.ts';
import { createRecorder } from './log/record-requests.ts';
import { createRequestLog } from './log/request-log.ts';
import { createStoredRequests } from './log/stored-requests.ts';
import { createModelClient } from './pipeline/model-client.ts';
import { createPipeline } from './pipeline/pipeline.ts';
import { createHealthCheck } from './pool/keys/health-check.ts';
import { createPool } from './pool/pool.ts';
import type { Job, JobResult } from './pool/types.ts';
import type { Caller, Ports } from './ports.ts';
import { poolRedactor } from './redact/pool-redactor.ts';
import { routeTable } from './routes.ts';
import { createSettingsStore } from './settings/store.ts';
import type { Shell } from './shell.ts';
import { createMetrics } from './stats/metrics.ts';
import { createStats } from './stats/stats.ts';
import { createJournal } from './store/write-behind.ts';
import type { Ending } from './utils/ending.ts';
import type { JsonHandler } from './utils/json/json-parser.ts';

export interface Hajimi {
  /** Answers once the store is loaded. Never rejects: every failure is a reply in the caller's dialect. */
  answer(exchange: Exchange): Promise<Reply>;
  /** What answers, for a shell that asks it itself. Rejects where the store cannot be loaded. */
  readonly app: Promise<Pick<App, 'answer' | 'refuse'>>;
  /**
   * Lets in somebody whose call `answer` cannot answer, such as a WebSocket, and counts the call among the caller's own.
   * @returns who it is: a named client by its name
   * @throws {ProxyError} `invalid_api_key`, `too_many_passwords`, `forbidden`, `unknown_path`, `client_limit`,
   *   `allowance_spent`
   */
  admit(request: RequestHead, caller: Caller): Promise<Caller>;
  /**
   * Looks at a message of such a call before it goes on: at the models and resources that it names.
   * @param onField is told of each field in it.
   * @throws {ProxyError} `invalid_json`, `model_not_found`, and as Google refuses what is not there.
   */
  judge(message: Uint8Array, caller: Caller, onField?: JsonHandler['onField']): Promise<void>;
  /**
   * Lends a credential for such a call.
   * @throws {ProxyError} when no key could answer.
   */
  lend<T>(job: Job<T>): Promise<JobResult<T>>;
  /** The settings in force, for everybody or as they are for one caller. */
  settings(caller?: Caller): Promise<InForce>;
  /** For the shell, which tells the owner's password where it was made. */
  ownerAccess(): Promise<Pick<PageAccess, 'madePassword' | 'loginCode'>>;
  /** Is called with the settings in force as soon as these are loaded, and after each change. */
  onSettings(heard: (settings: InForce) => void): void;
  /** Resolves when the store is loaded; rejects when it cannot be read. */
  readonly ready: Promise<void>;
  /**
   * What is due from time to time: removed keys are erased after their day, and keys that were found invalid are looked at
   * again. For an alarm or timer.
   */
  maintain(ending: Ending): Promise<void>;
  /** Writes what is still queued and lets go of the store. */
  close(): Promise<void>;
}

export function createHajimi(ports: Ports, shell: Shell): Hajimi {
  const { clock, store } = ports;
  const journal = createJournal(ports);
  const started = start();
  // A store that cannot be read is reported by whoever awaits `ready` or calls `answer`.
  started.catch(() => undefined);
  const app = started.then((opened) => opened.app);
  app.catch(() => undefined);

  async function start() {
    const snapshot = await store.load();
    const settings = createSettingsStore({ journal }, snapshot.settings, shell.env);
    const pool = createPool({
      clock,
      random: ports.random,
      journal,
      snapshot,
      settings: settings.current,
      providerOrder: () => kindsInOrder(settings.current()),
      dailyLimitIsSet: () => settings.isSet('apiKeyDailyLimit'),
    });
    await pool.syncFromEnv(shell.keyTexts, shell.expressKeyTexts);
    const stats = createStats({ store, journal });
    pool.onAttempt((attempt) => stats.record(attempt));
    const upstream = createUpstream({ fetch: ports.fetch, clock, settings: settings.current });
    const signatures = createSignatureVault({
      read: (key) => store.read('signatures', key),
      put: (key, value, expiresAt) => journal.put('signatures', key, value, { expiresAt }),
      clock,
    });
    const affinity = createAffinity({ store, journal, clock });
    const resourceOwners = createResourceOwners({ store, journal, clock });
    const health = createHealthCheck({
      pool,
      probe: probeWith(upstream),
      clock,
      settings: settings.current,
      hold: shell.hold ?? (() => () => undefined),
    });
    const limits = shell.limits ?? createClientLimits({ store, journal });
    const clients = createNamedClients({ journal, clock, ids: ports.ids }, snapshot.clients);
    const allowances = createAllowances({ journal }, snapshot.allowances);
    const made =
      shell.webPassword === undefined ? await openOwnerPassword({ ...ports, journal }, snapshot.access) : undefined;
    const redactor = poolRedactor(
      () => [...pool.credentials(), ...pool.removedCredentials()],
      [shell.password, shell.webPassword ?? '', made ?? ''],
    );
    const access = createPageAccess(
      {
        password: shell.password,
        webPassword: shell.webPassword,
        made,
        onMade(password) {
          redactor.learn(password);
          shell.onOwnerPassword?.(password);
        },
      },
      createLoginCodes(ports),
    );
    const stored = createStoredRequests({ store, journal, clock, redactor });
    const requests = createRequestLog({ stored, redactor });
    const metrics = createMetrics();
    const secret = ports.ids();
    const client = createModelClient({ pool, upstream });
    const generate = createPipeline({ client, settings: settings.current, clock });
    const models = createModelCatalog({ pool, upstream, clock, settings: settings.current });
    const settingsOf = ({ id }: Caller): InForce => settingsFor(id, settings.current(), allowances.of(id));
    const clientError = createClientError({
      ...ports,
      settings: settings.current,
      whereToAddKeys: shell.whereToAddKeys,
    });
    const driver = createDriver({ generate, clock, clientError });
    const { ids, random } = ports;
    const adminDeps: AdminDeps = {
      ...{
        ...ports,
        shell,
        settings,
        pool,
        models,
        health,
        stats,
        requests,
        metrics,
        limits,
        clients,
        allowances,
        access,
      },
      sites: shell.sites,
      notKept: () => journal.trouble ?? shell.notKept,
    };
    const app: App = createApp({
      routes: routeTable({
        ...{ driver, client, clientError, models, pool, upstream, affinity, resourceOwners, signatures },
        ...{ clock, ids, random, secret, metrics, shell, fetchMedia: shell.fetchMedia },
        streamsRequests: shell.kind === 'relay',
        admin: adminRoutes(adminDeps, shell.loginThrottle),
      }),
      gate: createGate({
        ...{ access, affinity, clients },
        settings: settings.current,
        password: shell.password,
        throttle: shell.loginThrottle,
      }),
      limits: createRequestLimits({ limits, settings: settings.current, allowances, clock }),
      recorder: createRecorder({
        ...{ requests, metrics, clock, ids },
        withBodies: () => settings.current().recordBodies,
      }),
      clientError,
      settings: settings.current,
      settingsFor: settingsOf,
      clock,
    });
    const unsubscribe = store.subscribe?.((changes) => {
      pool.follow(changes);
      settings.follow(changes);
      clients.follow(changes);
      allowances.follow(changes);
      access.follow(changes);
    });
    return { app, settingsOf, settings, pool, health, requests, resourceOwners, access, unsubscribe };
  }

  return {
    ready: started.then(() => undefined),
    app,
    async answer(exchange) {
      return (await started).app.answer(exchange);
    },
    async admit(request, caller) {
      return (await started).app.admit(request, caller);
    },
    async judge(message, caller, onField) {
      const { settingsOf, resourceOwners } = await started;
      const rules = { settings: settingsOf(caller), resourceOwners, owner: resourceOwnerOf(caller) };
      const judge = await createJudge(rules, { method: 'POST', path: '', query: '', model: '' }, onField);
      await judge.see(message);
      judge.end();
    },
    async lend(job) {
      return (await started).pool.run(job);
    },
    async settings(caller) {
      const { settings, settingsOf } = await started;
      return caller ? settingsOf(caller) : settings.current();
    },
    async ownerAccess() {
      return (await started).access;
    },
    onSettings(heard) {
      const listen = ({ settings }: Awaited<typeof started>) => {
        settings.onChange(heard);
        heard(settings.current());
      };
      // Why it could not be loaded is reported elsewhere.
      started.then(listen, () => undefined);
    },
    async maintain(ending) {
      const { pool, health } = await started;
      await pool.eraseOld();
      await health.recheck(ending);
    },
    async close() {
      const { requests, unsubscribe } = await started;
      unsubscribe?.();
      requests.handOver();
      await journal.flush('strict');
      await store.close?.();
    },
  };
}
