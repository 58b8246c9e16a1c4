/** The person's decisions against a browser that only remembers: what is allowed, registered, injected, given back. */
import { expect, test } from 'vitest';
import { restoreSite } from '../../../../src/core/admin/sites/restore-site.ts';
import { createMemoryStore } from '../../../../src/core/store/memory.ts';
import { hostPattern } from '../../../../src/extension/sites/patterns.ts';
import { createSites } from '../../../../src/extension/sites/sites.ts';

const chat = 'https://chat.example';
const local = 'http://localhost:8000';

function setUp({ granted = [] as string[], allowsLocal = true, fixed = false, patternsHavePorts = true } = {}) {
  let now = 1_000_000;
  let ids = 0;
  const store = createMemoryStore({ now: () => now });
  const permissions = new Set(granted);
  let registered: Array<{ id: string; js?: string[]; matches?: string[]; excludeMatches?: string[] }> = [];
  const calls: string[] = [];
  const injected: unknown[] = [];
  const brokenOff: string[] = [];
  /** The origins of each tab's frames. */
  const tabs: Record<number, readonly string[]> = {
    1: [chat, 'null', 'https://ads.example'],
    2: [`${chat}:8443`],
    3: [local, chat],
  };
  const open = () =>
    createSites({
      store,
      clock: { now: () => now },
      ids: () => `id-${ids++}`,
      permissions: {
        contains: async ({ origins = [] }) => origins.every((one) => permissions.has(one) || /localhost/.test(one)),
        async remove({ origins = [] }) {
          if (fixed) throw new Error('You cannot remove required permissions.');
          for (const one of origins) permissions.delete(one);
          return true;
        },
      },
      registry: {
        getRegisteredContentScripts: async () => structuredClone(registered) as never,
        async registerContentScripts(scripts) {
          calls.push('register');
          registered.push(...structuredClone(scripts));
        },
        async updateContentScripts(scripts) {
          calls.push('update');
          for (const { id, ...change } of structuredClone(scripts)) {
            const script = registered.find((one) => one.id === id);
            if (!script) throw new Error(`nonexistent ${id}`);
            Object.assign(script, change);
          }
        },
        async unregisterContentScripts(filter) {
          calls.push('unregister');
          registered = registered.filter(({ id }) => !filter?.ids?.includes(id));
        },
      },
      pages: {
        tabs: {
          query: async ({ url }) => {
            const isMeant = (origins: readonly string[]) => url?.includes(hostPattern(origins[0] ?? ''));
            return Object.entries(tabs).flatMap(([id, origins]) =>
              isMeant(origins) ? [{ id: Number(id) }] : [],
            ) as never;
          },
        },
        scripting: {
          async executeScript({ target, files, world }) {
            const { tabId, frameIds = [] } = target;
            if (!files) return (tabs[tabId] ?? []).map((result, frameId) => ({ frameId, documentId: '', result }));
            injected.push([tabId, ...frameIds, files[0]?.replace('src/extension/', ''), world]);
            return [];
          },
        },
      },
      allowsLocal: async () => allowsLocal,
      patternsHavePorts,
      breakOff: (origin) => void brokenOff.push(origin),
    });
  return {
    open,
    sites: open(),
    permissions,
    injected,
    brokenOff,
    registered: () =>
      registered.map(({ id, matches, excludeMatches = [] }) => [
        id,
        matches,
        ...(excludeMatches.length > 0 ? [excludeMatches] : []),
      ]),
    scripts: () => registered,
    calls,
    allowLocal(on: boolean) {
      allowsLocal = on;
    },
    wipeRegistrations: () => {
      registered = [];
    },
    pass(ms: number) {
      now += ms;
    },
  };
}

const bothFor = (...matches: string[]) => [
  ['0-bridge', matches],
  ['1-page', matches],
];
const locals = ['http://127.0.0.1/*', 'http://[::1]/*', 'http://localhost/*'];
/** What a site has to itself, without its other ports. */
const only = `${chat}:443/*`;

test('a site with the permission is allowed at once, also in its open pages, the bridge before the page script', async () => {
  const { sites, registered, injected } = setUp({ granted: [`${chat}/*`] });
  expect(await sites.admits(chat)).toBeUndefined();
  expect(await sites.allow(chat)).toMatchObject({ origin: chat, state: 'allowed', takeOver: false });
  expect(await sites.admits(chat)).toEqual({ takeOver: false });
  expect(registered()).toEqual(bothFor(...locals, only));
  expect(registered()).toEqual([...registered()].sort());
  // Neither the sandboxed frame, nor the one of another site, nor the page on another port.
  expect(injected).toEqual([
    [1, 0, 'bridge.iife.js', 'ISOLATED'],
    [1, 0, 'page.iife.js', 'MAIN'],
  ]);
});

test('the bridge comes before the page script, both before the page, in every frame', async () => {
  const { sites, scripts } = setUp();
  await sites.review();
  const early = { runAt: 'document_start', allFrames: true, matchOriginAsFallback: true, persistAcrossSessions: true };
  expect(scripts()).toMatchObject([
    { ...early, js: ['src/extension/bridge.iife.js'], world: 'ISOLATED' },
    { ...early, js: ['src/extension/page.iife.js'], world: 'MAIN' },
  ]);
});

test('a site that waits for the permission is allowed when that comes, and not before', async () => {
  const { sites, permissions, registered } = setUp();
  expect(await sites.allow(chat)).toMatchObject({ state: 'asked' });
  await sites.review();
  expect([await sites.admits(chat), registered()]).toEqual([undefined, bothFor(...locals)]);
  permissions.add(`${chat}/*`);
  await sites.review();
  expect([await sites.admits(chat), registered()]).toEqual([{ takeOver: false }, bothFor(...locals, only)]);
});

test('a permission that comes long after it was asked for means something else', async () => {
  const { sites, permissions, pass } = setUp();
  await sites.allow(chat);
  pass(6 * 60_000);
  permissions.add(`${chat}/*`);
  await sites.review();
  expect([await sites.admits(chat), await sites.list()]).toEqual([undefined, []]);
});

test('what a backup says of a site waits for the permission, and needs none to say no', async () => {
  const { sites, permissions } = setUp();
  const allowances = { of: () => ({}), set: async () => undefined, follow: () => undefined };
  await restoreSite({ origin: chat, allowed: true, takeOver: true }, sites, allowances);
  await restoreSite({ origin: local, allowed: false, takeOver: false }, sites, allowances);
  expect(await sites.list()).toMatchObject([
    { origin: local, state: 'off' },
    { origin: chat, state: 'asked', takeOver: true },
  ]);
  expect([await sites.admits(chat), await sites.admits(local)]).toEqual([undefined, undefined]);
  permissions.add(`${chat}/*`);
  await sites.review();
  expect(await sites.admits(chat)).toEqual({ takeOver: true });
});

test('the permission of a host allows no other port of it', async () => {
  const { sites } = setUp({ granted: [`${chat}/*`] });
  await sites.allow(chat);
  expect(await sites.admits(`${chat}:8443`)).toBeUndefined();
});

test('revoking ends it at once: decision, scripts, permission and what is being answered', async () => {
  const { sites, permissions, registered, brokenOff } = setUp({ granted: [`${chat}/*`] });
  await sites.allow(chat);
  await sites.revoke(chat);
  expect(await sites.admits(chat)).toBeUndefined();
  expect([registered(), [...permissions], brokenOff]).toEqual([bothFor(...locals), [], [chat]]);
});

test('the permission stays for as long as another site needs it', async () => {
  const { sites, permissions, registered } = setUp({ granted: [`${chat}/*`] });
  await sites.allow(chat);
  await sites.allow(`${chat}:8443`);
  await sites.revoke(chat);
  expect([[...permissions], registered()]).toEqual([[`${chat}/*`], bothFor(...locals, `${chat}:8443/*`)]);
  await sites.revoke(`${chat}:8443`);
  expect([...permissions]).toEqual([]);
});

test('a permission taken away in the browser ends it too', async () => {
  const { sites, permissions, registered, brokenOff } = setUp({ granted: [`${chat}/*`] });
  await sites.allow(chat);
  permissions.clear();
  await sites.review();
  expect([await sites.admits(chat), registered(), brokenOff]).toEqual([undefined, bothFor(...locals), [chat]]);
});

test('an update that takes the registrations away is mended', async () => {
  const { sites, registered, wipeRegistrations } = setUp({ granted: [`${chat}/*`] });
  await sites.allow(chat);
  wipeRegistrations();
  await sites.review();
  expect(registered()).toEqual(bothFor(...locals, only));
});

test('decisions outlive the worker', async () => {
  const { sites, open } = setUp({ granted: [`${chat}/*`] });
  await sites.allow(chat);
  await sites.takeOver(chat, true);
  await sites.revoke(local);
  const next = open();
  expect(await next.admits(chat)).toEqual({ takeOver: true });
  expect(await next.admits(local)).toBeUndefined();
});

test('pages of this computer may without asking, and any of them can be switched off and on', async () => {
  const { sites, registered, permissions } = setUp({ granted: ['http://localhost/*'] });
  await sites.review();
  expect([await sites.admits(local), registered()]).toEqual([{ takeOver: false }, bothFor(...locals)]);
  await sites.revoke(local);
  expect(await sites.admits(local)).toBeUndefined();
  // It cannot tell that the others may.
  expect(registered()).toEqual(bothFor(...locals).map((script) => [...script, ['http://localhost:8000/*']]));
  expect(await sites.admits('http://localhost:8001')).toEqual({ takeOver: false });
  await sites.allow(local);
  expect([await sites.admits(local), registered()]).toEqual([{ takeOver: false }, bothFor(...locals)]);
  // The manifest gives the permission.
  expect(permissions.size).toBe(1);
});

test('with the switch off no page of this computer has a script, but those that were allowed by name', async () => {
  const { sites, registered, allowLocal, injected } = setUp();
  await sites.review();
  allowLocal(false);
  await sites.review();
  expect(registered()).toEqual([]);
  await sites.allow(local);
  expect(registered()).toEqual(bothFor('http://localhost:8000/*'));
  injected.length = 0;
  allowLocal(true);
  await sites.review();
  expect(registered()).toEqual(bothFor(...locals));
  // Those that were open meanwhile get them at once.
  expect(injected).toContainEqual([3, 0, 'page.iife.js', 'MAIN']);
});

test('where patterns know no ports, all pages of an allowed host have the scripts, and the others are refused', async () => {
  const { sites, registered } = setUp({ allowsLocal: false, patternsHavePorts: false, granted: [`${chat}/*`] });
  await sites.allow(`${chat}:8443`);
  expect([registered(), await sites.admits(chat)]).toEqual([bothFor(`${chat}/*`), undefined]);
});

test('what is registered stays without a moment between, and is left alone where nothing changed', async () => {
  const { sites, calls } = setUp({ granted: [`${chat}/*`] });
  await sites.review();
  await sites.review();
  await sites.allow(chat);
  await sites.review();
  expect(calls).toEqual(['register', 'update']);
});

test('an extension that is new joins all open pages that may ask, frame by frame', async () => {
  const { sites, injected } = setUp({ granted: [`${chat}/*`] });
  await sites.allow(chat);
  injected.length = 0;
  await sites.review(true);
  expect([...new Set(injected.map((one) => JSON.stringify((one as unknown[]).slice(0, 2))))].sort()).toEqual([
    '[1,0]',
    '[3,0]',
    '[3,1]',
  ]);
  injected.length = 0;
  await sites.review();
  expect(injected).toEqual([]);
});

test('with the switch to ask, pages of this computer are sites like all', async () => {
  const { sites } = setUp({ allowsLocal: false });
  expect(await sites.admits(local)).toBeUndefined();
  await sites.allow(local);
  expect(await sites.admits(local)).toEqual({ takeOver: false });
  await sites.revoke(local);
  expect([await sites.admits(local), await sites.list()]).toEqual([undefined, []]);
});

test('a sandboxed document is no site', async () => {
  const { sites } = setUp();
  expect(await sites.admits('null')).toBeUndefined();
  await expect(sites.allow('null')).rejects.toThrow('origin');
});

test('take-over has scripts of its own, registered and injected for that site only', async () => {
  const { sites, registered, injected } = setUp({ granted: [`${chat}/*`, 'https://other.example/*'] });
  await sites.allow(chat);
  await sites.allow('https://other.example');
  injected.length = 0;
  expect(await sites.takeOver(chat, true)).toMatchObject({ state: 'allowed', takeOver: true });
  const both = bothFor(...locals, only, 'https://other.example:443/*');
  expect(registered()).toEqual([...both, ['3-take-over', [only]]]);
  expect(injected).toContainEqual([1, 0, 'take-over.iife.js', 'MAIN']);
  await sites.takeOver(chat, false);
  expect(registered()).toEqual(both);
});

test('take-over can be switched on for a page of this computer that nobody decided about, and for no site that is off', async () => {
  const { sites, registered } = setUp();
  expect(await sites.get(local)).toEqual({ origin: local, state: 'allowed', takeOver: false, addedAt: 0 });
  await sites.takeOver(local, true);
  expect(await sites.admits(local)).toEqual({ takeOver: true });
  expect(registered()).toEqual([...bothFor(...locals), ['3-take-over', ['http://localhost:8000/*']]]);
  await expect(sites.takeOver(chat, true)).rejects.toThrow(chat);
  expect(await sites.get(chat)).toMatchObject({ state: 'off' });
});

test('a permission that an administrator gave cannot be given back, and the site is shut out all the same', async () => {
  const { sites, registered } = setUp({ granted: [`${chat}/*`], fixed: true });
  await sites.allow(chat);
  await sites.revoke(chat);
  expect([await sites.admits(chat), registered()]).toEqual([undefined, bothFor(...locals)]);
});
