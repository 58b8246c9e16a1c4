/** The core put together: what a shell creates once and then only calls. */

import type { InForce } from '../contract/settings/table.ts';
import { createAllowances, settingsFor } from './access/clients/client-quota.ts';
import { createNamedClients } from './access/clients/clients.ts';
import { countRequest } from './access/clients/limit-requests.ts';
import { createClientLimits } from './access/clients/rate-limit.ts';
import { servicesFor } from './access/for-caller.ts';
import { admit } from './access/gate.ts';
import { createLoginCodes } from './access/login/login-codes.ts';
import { openOwnerPassword } from './access/login/owner-password.ts';
import { createPageAccess, type PageAccess } from './access/login/page-access.ts';
import { createResourceOwners, resourceOwnerOf } from './access/resource-owners.ts';
import { createApp } from './app.ts';
import { createJudge } from './dialects/gemini/judge.ts';
import { createUpstream } from './google/client.ts';
import { kindsInOrder, kindsOfSide, type Side } from './google/endpoints/provider.ts';
import { createModelCatalog } from './google/model-catalog.ts';
import { probeWith } from './google/probe.ts';
import { createAffinity } from './google/resources/resource-keys.ts';
import { createSignatureVault } from './google/signatures/signature-vault.ts';
import { createRequestLog } from './log/request-log.ts';
import { createStoredRequests } from './log/stored-requests.ts';
import { createGenerator } from './pipeline/model-client.ts';
import { createEngine } from './pipeline/pipeline.ts';
import { createHealthCheck } from './pool/keys/health-check.ts';
import { createPool, type Pool } from './pool/pool.ts';
import { preferKinds } from './pool/provider-order.ts';
import type { Job, JobResult } from './pool/types.ts';
import type { Caller, Ports } from './ports.ts';
import { poolRedactor } from './redact/pool-redactor.ts';
import type { Services, Shell } from './services.ts';
import { createSettingsStore } from './settings/store.ts';
import { createMetrics } from './stats/metrics.ts';
import { createStats } from './stats/stats.ts';
import { createJournal } from './store/write-behind.ts';
import type { JsonHandler } from './utils/json/json-parser.ts';

export interface Hajimi {
  /** Answers once the store is loaded. Never rejects: every failure is a response in the caller's dialect. */
  fetch(request: Request, caller: Caller): Promise<Response>;
  /**
   * Lets in somebody whose call `fetch` cannot answer, such as a WebSocket, and counts the call among the caller's own.
   * @returns who it is: a named client by its name
   * @throws {ProxyError} `invalid_api_key`, `too_many_passwords`, `forbidden`, `unknown_path`, `client_limit`,
   *   `allowance_spent`
   */
  admit(request: Request, caller: Caller): Promise<Caller>;
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
  maintain(signal: AbortSignal): Promise<void>;
  /** Writes what is still queued and lets go of the store. */
  close(): Promise<void>;
}

export function createHajimi(ports: Ports, shell: Shell): Hajimi {
  const { clock, store } = ports;
  const journal = createJournal(ports);
  const started = start();
  // A store that cannot be read is reported by whoever awaits `ready` or calls `fetch`.
  started.catch(() => undefined);

  async function start() {
    const snapshot = await store.load();
    const settings = createSettingsStore({ journal }, snapshot.settings, shell.env);
    const allKeys = createPool({
      clock,
      random: ports.random,
      journal,
      snapshot,
      settings: settings.current,
      dailyLimitIsSet: () => settings.isSet('apiKeyDailyLimit'),
    });
    await allKeys.ensure(shell.keyTexts, shell.expressKeyTexts);
    const pool = preferKinds(allKeys, () => kindsInOrder(settings.current()));
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
    const servicesOver = (keys: Pool): Services => {
      const generator = createGenerator({ pool: keys, upstream });
      return {
        ports,
        secret,
        shell,
        settings,
        pool: keys,
        upstream,
        affinity,
        resourceOwners,
        generator,
        engine: createEngine({ generator, settings: settings.current, clock }),
        models: createModelCatalog({ pool: keys, upstream, clock, settings: settings.current }),
        signatures,
        health,
        stats,
        requests,
        metrics,
        limits,
        notKept: () => journal.trouble ?? shell.notKept,
        clients,
        allowances,
        access,
      };
    };
    const onSide = (side: Side) => servicesOver(preferKinds(pool, () => kindsOfSide[side]));
    const services = servicesOver(pool);
    const app = createApp(services, { aistudio: onSide('aistudio'), vertex: onSide('vertex') });
    const unsubscribe = store.subscribe?.((changes) => {
      pool.follow(changes);
      settings.follow(changes);
      clients.follow(changes);
      allowances.follow(changes);
      access.follow(changes);
    });
    return { app, services, unsubscribe };
  }

  return {
    ready: started.then(() => undefined),
    async fetch(request, caller) {
      const { app } = await started;
      return app.fetch(request, { caller });
    },
    async admit(request, caller) {
      const { services } = await started;
      const named = await admit(services, request, caller);
      await countRequest(services, named);
      return named;
    },
    async judge(message, caller, onField) {
      const own = servicesFor((await started).services, caller);
      const request = { method: 'POST', path: '', query: '', model: '' };
      const judge = await createJudge(own, resourceOwnerOf(caller), request, onField);
      await judge.see(message);
      judge.end();
    },
    async lend(job) {
      const { services } = await started;
      return services.pool.run(job);
    },
    async settings(caller) {
      const { settings, allowances } = (await started).services;
      return caller ? settingsFor(caller.id, settings.current(), allowances.of(caller.id)) : settings.current();
    },
    async ownerAccess() {
      return (await started).services.access;
    },
    onSettings(heard) {
      const listen = ({ services: { settings } }: Awaited<typeof started>) => {
        settings.onChange(heard);
        heard(settings.current());
      };
      // Why it could not be loaded is reported elsewhere.
      started.then(listen, () => undefined);
    },
    async maintain(signal) {
      const { services } = await started;
      await services.pool.eraseOld();
      await services.health.recheck(signal);
    },
    async close() {
      const { services, unsubscribe } = await started;
      unsubscribe?.();
      services.requests.handOver();
      await journal.flush('strict');
      await store.close?.();
    },
  };
}
