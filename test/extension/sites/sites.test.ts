/** The person's decisions against a browser that only remembers: what is allowed, registered, injected, given back. */
import { expect, test } from 'vitest';
import { restoreSite } from '../../../src/core/admin/restore-site.ts';
import { createMemoryStore } from '../../../src/core/store/memory.ts';
import { createSites } from '../../../src/extension/sites/sites.ts';

const chat = 'https://chat.example';
const local = 'http://localhost:8000';

function setUp({ granted = [] as string[], allowsLocal = true, fixed = false } = {}) {
  let now = 1_000_000;
  let ids = 0;
  const store = createMemoryStore({ now: () => now });
  const permissions = new Set(granted);
  let registered: Array<{ id: string; js?: string[]; matches?: string[] }> = [];
  const injected: unknown[] = [];
  const brokenOff: string[] = [];
  const tabs = [
    { id: 1, url: `${chat}/room` },
    { id: 2, url: `${chat}:8443/other-port` },
  ];
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
        getRegisteredContentScripts: async () => registered as never,
        async registerContentScripts(scripts) {
          registered.push(...scripts);
        },
        async unregisterContentScripts(filter) {
          registered = registered.filter(({ id }) => !filter?.ids?.includes(id));
        },
      },
      pages: {
        tabs: { query: async () => tabs as never },
        scripting: {
          async executeScript({ target, files, world }) {
            injected.push([target.tabId, files?.[0]?.replace('src/extension/', ''), world]);
            return [];
          },
        },
      },
      allowsLocal: async () => allowsLocal,
      breakOff: (origin) => void brokenOff.push(origin),
    });
  return {
    open,
    sites: open(),
    permissions,
    injected,
    brokenOff,
    registered: () => registered.map(({ id, matches }) => [id, matches]),
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

test('a site with the permission is allowed at once, also in its open pages, the bridge before the page script', async () => {
  const { sites, registered, injected } = setUp({ granted: [`${chat}/*`] });
  expect(await sites.admits(chat)).toBeUndefined();
  expect(await sites.allow(chat)).toMatchObject({ origin: chat, state: 'allowed', takeOver: false });
  expect(await sites.admits(chat)).toEqual({ takeOver: false });
  expect(registered()).toEqual(bothFor(`${chat}/*`));
  expect(registered()).toEqual([...registered()].sort());
  expect(injected).toEqual([
    [1, 'bridge.iife.js', 'ISOLATED'],
    [1, 'page.iife.js', 'MAIN'],
  ]);
});

test('a site that waits for the permission is allowed when that comes, and not before', async () => {
  const { sites, permissions, registered } = setUp();
  expect(await sites.allow(chat)).toMatchObject({ state: 'asked' });
  await sites.review();
  expect([await sites.admits(chat), registered()]).toEqual([undefined, []]);
  permissions.add(`${chat}/*`);
  await sites.review();
  expect([await sites.admits(chat), registered()]).toEqual([{ takeOver: false }, bothFor(`${chat}/*`)]);
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
  expect([registered(), [...permissions], brokenOff]).toEqual([[], [], [chat]]);
});

test('the permission stays for as long as another site needs it', async () => {
  const { sites, permissions, registered } = setUp({ granted: [`${chat}/*`] });
  await sites.allow(chat);
  await sites.allow(`${chat}:8443`);
  await sites.revoke(chat);
  expect([[...permissions], registered()]).toEqual([[`${chat}/*`], bothFor(`${chat}/*`)]);
  await sites.revoke(`${chat}:8443`);
  expect([...permissions]).toEqual([]);
});

test('a permission taken away in the browser ends it too', async () => {
  const { sites, permissions, registered, brokenOff } = setUp({ granted: [`${chat}/*`] });
  await sites.allow(chat);
  permissions.clear();
  await sites.review();
  expect([await sites.admits(chat), registered(), brokenOff]).toEqual([undefined, [], [chat]]);
});

test('an update that takes the registrations away is mended', async () => {
  const { sites, registered, wipeRegistrations } = setUp({ granted: [`${chat}/*`] });
  await sites.allow(chat);
  wipeRegistrations();
  await sites.review();
  expect(registered()).toEqual(bothFor(`${chat}/*`));
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
  const { sites, registered, injected, permissions } = setUp({ granted: ['http://localhost/*'] });
  expect(await sites.admits(local)).toEqual({ takeOver: false });
  await sites.revoke(local);
  expect(await sites.admits(local)).toBeUndefined();
  expect(await sites.admits('http://localhost:8001')).toEqual({ takeOver: false });
  await sites.allow(local);
  expect(await sites.admits(local)).toEqual({ takeOver: false });
  // The manifest gives them scripts and permission.
  expect([registered(), injected, permissions.size]).toEqual([[], [], 1]);
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
  expect(registered()).toEqual([
    ...bothFor(`${chat}/*`, 'https://other.example/*'),
    ['2-take-over-bridge', [`${chat}/*`]],
    ['3-take-over', [`${chat}/*`]],
  ]);
  expect(injected).toEqual([
    [1, 'take-over-bridge.iife.js', 'ISOLATED'],
    [1, 'take-over.iife.js', 'MAIN'],
  ]);
  await sites.takeOver(chat, false);
  expect(registered()).toEqual(bothFor(`${chat}/*`, 'https://other.example/*'));
});

test('take-over can be switched on for a page of this computer that nobody decided about, and for no site that is off', async () => {
  const { sites, registered } = setUp();
  expect(await sites.get(local)).toEqual({ origin: local, state: 'allowed', takeOver: false, addedAt: 0 });
  await sites.takeOver(local, true);
  expect(await sites.admits(local)).toEqual({ takeOver: true });
  expect(registered()).toEqual([
    ['2-take-over-bridge', ['http://localhost/*']],
    ['3-take-over', ['http://localhost/*']],
  ]);
  await expect(sites.takeOver(chat, true)).rejects.toThrow(chat);
  expect(await sites.get(chat)).toMatchObject({ state: 'off' });
});

test('a permission that an administrator gave cannot be given back, and the site is shut out all the same', async () => {
  const { sites, registered } = setUp({ granted: [`${chat}/*`], fixed: true });
  await sites.allow(chat);
  await sites.revoke(chat);
  expect([await sites.admits(chat), registered()]).toEqual([undefined, []]);
});
