/** Which sites may use the pool: the person's decisions, kept in step with the browser's permissions and scripts. */
import type { Permissions } from 'webextension-polyfill';
import type { Site, SiteRecord } from '../../contract/sites.ts';
import type { Sites } from '../../core/access/sites.ts';
import { ProxyError } from '../../core/errors.ts';
import type { Change, Clock, Ids, Store } from '../../core/ports.ts';
import { inject, type Pages } from './inject.ts';
import { isLocal, isWeb, localPatterns } from './local.ts';
import { hostPattern } from './patterns.ts';
import { type Registry, register } from './register.ts';
import { pageScripts, scriptsFor, takeOverScript } from './site-scripts.ts';

export interface Admission {
  /** Whether its calls to OpenAI and Google are answered too. */
  readonly takeOver: boolean;
}

export interface SiteBook extends Sites {
  /** @returns undefined where pages of this origin may not ask. */
  admits(origin: string): Promise<Admission | undefined>;
  /**
   * To be called when the browser has started, was updated, gave or took permissions, or `allowsLocal` may say another thing:
   * puts all in step.
   * @param isNew the extension is new, another one than before, or just started with its browser, so that open pages may
   *   have yet to be joined to it.
   */
  review(isNew?: boolean): Promise<void>;
}

export interface SiteDeps {
  readonly store: Pick<Store, 'scan' | 'commit'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly ids: Ids;
  readonly permissions: Pick<Permissions.Static, 'contains' | 'remove'>;
  readonly registry: Registry;
  readonly pages: Pages;
  /** Whether pages of this computer may ask unless they were switched off. */
  allowsLocal(): Promise<boolean>;
  /** Whether match patterns of this browser may name a port. */
  readonly patternsHavePorts: boolean;
  /** Breaks off what pages of this origin are being answered. */
  breakOff(origin: string): void;
}

/** So long after it was asked for a permission still means the site, in ms. */
const patience = 5 * 60_000;

export function createSites(deps: SiteDeps): SiteBook {
  const { store, clock, ids, permissions, registry, pages } = deps;
  const loading = store.scan('sites', '', '\uffff').then((records) => new Map(records));
  // Whoever needs it is told.
  loading.catch(() => undefined);
  let last: Promise<unknown> = Promise.resolve();

  /** One change after the other: two registrations at once would run into each other. */
  function inTurn<T>(change: () => Promise<T>): Promise<T> {
    const done = last.then(change);
    last = done.catch(() => undefined);
    return done;
  }

  async function keep(origin: string, record: SiteRecord | undefined): Promise<void> {
    const sites = await loading;
    // Before it is on disk: a revoked site shall get nothing from now on.
    if (record) sites.set(origin, record);
    else sites.delete(origin);
    const where = { id: ids(), in: 'sites', key: origin } as const;
    const change: Change = record ? { ...where, op: 'put', value: record } : { ...where, op: 'delete' };
    await store.commit([change], 'strict');
  }

  const list = async (): Promise<Site[]> =>
    [...(await loading)]
      .map(([origin, record]) => ({ origin, ...record }))
      .sort((a, b) => a.addedAt - b.addedAt || (a.origin < b.origin ? -1 : 1));

  async function get(origin: string): Promise<Site> {
    const record = (await loading).get(origin);
    if (record) return { origin, ...record };
    const mayByItself = isLocal(origin) && (await deps.allowsLocal());
    return { origin, state: mayByItself ? 'allowed' : 'off', takeOver: false, addedAt: 0 };
  }

  const mayReach = (origin: string) => permissions.contains({ origins: [hostPattern(origin)] });
  const enlist = async () => {
    const where = { local: await deps.allowsLocal(), ports: deps.patternsHavePorts };
    return register(registry, scriptsFor(await list(), where));
  };

  const admits = async (origin: string): Promise<Admission | undefined> => {
    const { state, takeOver } = await get(origin);
    return state === 'allowed' ? { takeOver } : undefined;
  };

  async function scriptsOf(origin: string) {
    const admission = await admits(origin);
    if (!admission) return [];
    return admission.takeOver ? [...pageScripts, takeOverScript] : pageScripts;
  }

  const injectInto = (patterns: readonly string[]) => inject(pages, patterns, scriptsOf);

  /** Never in turn with changes: a page that the browser has frozen keeps one waiting. */
  const injectEverywhere = async () =>
    injectInto([...localPatterns, ...(await list()).map(({ origin }) => hostPattern(origin))]);

  async function open(origin: string, record: SiteRecord): Promise<void> {
    await keep(origin, { ...record, state: 'allowed' });
    await enlist();
  }

  /** @returns whether there are pages that have to have scripts which they had not. */
  async function putInStep(): Promise<boolean> {
    for (const { origin, ...record } of await list()) {
      const isReachable = await mayReach(origin);
      if (record.state === 'allowed' && !isReachable) {
        await keep(origin, undefined);
        deps.breakOff(origin);
      }
      if (record.state !== 'asked') continue;
      const isMeant = clock.now() < record.addedAt + patience;
      if (!isMeant) await keep(origin, undefined);
      else if (isReachable) await keep(origin, { ...record, state: 'allowed' });
    }
    return enlist();
  }

  async function close(origin: string): Promise<void> {
    const isOff = isLocal(origin) && (await deps.allowsLocal());
    await keep(origin, isOff ? { state: 'off', takeOver: false, addedAt: clock.now() } : undefined);
    deps.breakOff(origin);
    await enlist();
    const shared = (await list()).some((site) => hostPattern(site.origin) === hostPattern(origin));
    // Of pages of this computer it is part of the manifest and stays.
    if (shared || isLocal(origin)) return;
    // One that an administrator gave cannot be given back; the site is shut out without that, too.
    await permissions.remove({ origins: [hostPattern(origin)] }).catch(() => undefined);
  }

  return {
    list,
    get,
    async allow(origin) {
      await inTurn(async () => {
        if (!isWeb(origin)) throw new ProxyError('invalid_value', { field: 'origin', reason: 'is no web site' });
        const { takeOver = false } = (await loading).get(origin) ?? {};
        const record: SiteRecord = { state: 'asked', takeOver, addedAt: clock.now() };
        if (await mayReach(origin)) await open(origin, record);
        else await keep(origin, record);
      });
      await injectInto([hostPattern(origin)]);
      return get(origin);
    },
    revoke: (origin) => inTurn(() => close(origin)),
    async takeOver(origin, on) {
      await inTurn(async () => {
        const { state, addedAt } = await get(origin);
        if (state === 'off') throw new ProxyError('not_found', { what: `site "${origin}"` });
        await keep(origin, { state, takeOver: on, addedAt: addedAt || clock.now() });
        await enlist();
      });
      if (on) await injectInto([hostPattern(origin)]);
      return get(origin);
    },
    admits,
    async review(isNew = false) {
      if ((await inTurn(putInStep)) || isNew) await injectEverywhere();
    },
  };
}
