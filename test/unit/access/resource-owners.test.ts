import { expect, test } from 'vitest';
import {
  createResourceOwners,
  MOST_NAMED,
  resourceOwnerOf,
  theOwner,
} from '../../../src/core/access/resource-owners.ts';
import type { Change } from '../../../src/core/ports.ts';
import { createMemoryStore } from '../../../src/core/store/memory.ts';

const DAY = 24 * 3600_000;

function open(store = createMemoryStore({ now: () => 0 }), now = 0) {
  const changes: Change[] = [];
  const journal = {
    put: (where: Change['in'], key: string, value: unknown, options?: { readonly expiresAt?: number }) => {
      const change = { id: `${changes.length}`, op: 'put', in: where, key, value, ...options } as Change;
      changes.push(change);
    },
    delete: (where: Change['in'], key: string) =>
      void changes.push({ id: `${changes.length}`, op: 'delete', in: where, key } as Change),
  };
  const owners = createResourceOwners({ store, journal, clock: { now: () => now } });
  return { owners, changes, store };
}

test('sites are told apart by origin, clients by name, and who shares a password is one', () => {
  const network = { id: '192.0.2.1', trust: 'network' } as const;
  const all = [
    resourceOwnerOf({ id: 'hajimi', trust: 'owner' }),
    resourceOwnerOf({ id: 'http://localhost:1', trust: 'site' }),
    resourceOwnerOf({ id: 'http://localhost:2', trust: 'site' }),
    resourceOwnerOf({ ...network, id: 'password', named: true }),
    resourceOwnerOf({ ...network, id: 'owner', named: true }),
    resourceOwnerOf({ ...network, id: 'http://localhost:1', named: true }),
    resourceOwnerOf(network),
  ];
  expect(new Set(all).size).toBe(all.length);
  expect(resourceOwnerOf({ ...network, id: '192.0.2.2' })).toBe(resourceOwnerOf(network));
  expect(all[0]).toBe(theOwner);
});

test('what one made is its own, to see, to use and to delete; the owner may all', async () => {
  const { owners } = open();
  const made = ['files/a', 'cachedContents/a', 'batches/a', 'interactions/a'];
  expect(await owners.claim(made, 'alice')).toEqual(made);
  for (const resource of made) {
    expect(await owners.isListed(resource, 'alice')).toBe(true);
    expect(await owners.isListed(resource, 'bob')).toBe(false);
    expect(await owners.isListed(resource, theOwner)).toBe(true);
    for (const may of [owners.requireUse, owners.requireChange]) {
      await may([resource], 'alice');
      await may([resource], theOwner);
      await expect(may([resource], 'bob')).rejects.toMatchObject({ code: 'request_refused' });
      await expect(may(['files/unknown-to-all', resource], 'bob')).rejects.toMatchObject({ code: 'request_refused' });
    }
  }
});

test('nobody can claim what is another’s', async () => {
  const { owners } = open();
  await owners.claim(['files/a'], 'alice');
  expect(await owners.claim(['files/a', 'files/b'], 'bob')).toEqual(['files/b']);
  expect(await owners.ownerOf('files/a')).toBe('alice');
  owners.forget('files/a');
  expect(await owners.ownerOf('files/a')).toBeUndefined();
  expect(await owners.claim(['files/a'], 'bob')).toEqual(['files/a']);
});

test('what nobody is known to have made is used by all and deleted by those whose Hajimi it is', async () => {
  const { owners } = open();
  const password = resourceOwnerOf({ id: '192.0.2.1', trust: 'network' });
  for (const who of ['bob', password, theOwner]) {
    await owners.requireUse(['files/old'], who);
    expect(await owners.isListed('files/old', who)).toBe(true);
  }
  await owners.requireChange(['files/old'], password);
  await owners.requireChange(['files/old'], theOwner);
  await expect(owners.requireChange(['files/old'], 'bob')).rejects.toMatchObject({ code: 'request_refused' });
});

test('tuned models are used by all and managed by whom they belong to', async () => {
  const { owners } = open();
  await owners.claim(['tunedModels/a'], 'alice');
  await owners.requireUse(['tunedModels/a'], 'bob');
  await owners.requireChange(['tunedModels/a'], 'alice');
  await owners.requireChange(['tunedModels/a'], theOwner);
  await expect(owners.requireChange(['tunedModels/a'], 'bob')).rejects.toMatchObject({ status: 403 });
});

test.each([
  ['files/x', 403, 'You do not have permission to access the File x or it may not exist.'],
  ['cachedContents/x', 403, 'CachedContent not found (or permission denied)'],
  ['corpora/x', 403, 'You do not have permission to access the Corpus x or it may not exist.'],
  ['batches/x', 404, 'Requested entity was not found.'],
  ['interactions/x', 404, 'Requested entity was not found.'],
])('%s of another is refused as Google refuses what is not there', async (resource, status, message) => {
  const { owners } = open();
  await owners.claim([resource], 'alice');
  await expect(owners.requireUse([resource], 'bob')).rejects.toMatchObject({ status, message });
});

test('it is kept as long as Google keeps the thing, or as somebody looks at it', async () => {
  const { owners, changes, store } = open();
  await owners.claim(['files/a', 'interactions/a', 'fileSearchStores/a'], 'alice');
  expect(changes.map((change) => ('expiresAt' in change ? (change.expiresAt ?? 0) / DAY : 0))).toEqual([3, 90, 730]);
  await store.commit(changes, 'strict');
  const later = open(store, DAY);
  for (let i = 0; i < 2; i++) {
    expect(await later.owners.ownerOf('files/a')).toBe('alice');
    expect(await later.owners.ownerOf('fileSearchStores/a')).toBe('alice');
  }
  expect(later.changes).toMatchObject([{ in: 'resourceOwners', key: 'fileSearchStores/a', expiresAt: 731 * DAY }]);
});

test('a request that names thousands of files is refused before each of them is looked up', async () => {
  const { owners } = open();
  const names = Array.from({ length: MOST_NAMED + 1 }, (_, index) => `files/${index}`);
  await owners.requireUse(names.slice(1), 'bob');
  await expect(owners.requireUse(names, 'bob')).rejects.toMatchObject({ status: 400 });
});

test('nothing is shown or used while it cannot be told whose it is', async () => {
  const store = createMemoryStore({ now: () => 0 });
  const { owners } = open({ ...store, read: () => Promise.reject(new Error('away')) });
  await expect(owners.requireUse(['files/a'], 'bob')).rejects.toMatchObject({ status: 503 });
  await expect(owners.isListed('files/a', 'bob')).rejects.toMatchObject({ status: 503 });
  await owners.requireUse(['files/a'], theOwner);
  await owners.claim(['files/b'], 'bob');
  await owners.requireUse(['files/b'], 'bob');
});
