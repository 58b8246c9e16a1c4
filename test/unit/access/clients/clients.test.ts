import { describe, expect, test, vi } from 'vitest';
import { createNamedClients } from '../../../../src/core/access/clients/clients.ts';
import { namedCaller } from '../../../../src/core/access/password.ts';
import type { Caller } from '../../../../src/core/ports.ts';
import { createMemoryStore } from '../../../../src/core/store/memory.ts';
import { createJournal } from '../../../../src/core/store/write-behind.ts';
import { manualClock } from '../../../support/clock.ts';
import { exchangeFor } from '../../../support/exchange.ts';

async function open() {
  const clock = manualClock();
  const store = createMemoryStore(clock);
  let count = 0;
  const ids = () => `id${String(++count).padStart(30, '0')}`;
  const journal = createJournal({ store, clock, ids, log: { write: () => undefined } });
  const reopen = async () => createNamedClients({ journal, clock, ids }, (await store.load()).clients);
  return { store, journal, reopen, clients: await reopen() };
}

describe('named clients', () => {
  test('each is found by its own password, and by no other', async () => {
    const { clients } = await open();
    const [tavern, phone] = [await clients.add('tavern'), await clients.add('phone')];
    expect(tavern.password).not.toBe(phone.password);
    expect((await clients.find(tavern.password))?.name).toBe('tavern');
    expect((await clients.find(phone.password))?.name).toBe('phone');
    expect(await clients.find(`${phone.password} `)).toBeUndefined();
    expect(await clients.find('')).toBeUndefined();
  });

  test('the password is kept nowhere, and what is shown of it tells little', async () => {
    const { clients, store } = await open();
    const { client, password } = await clients.add('tavern');
    const kept = JSON.stringify([...(await store.load()).clients]);
    expect(kept).not.toContain(password);
    expect(kept).not.toContain(password.slice(0, -4));
    expect(client.masked).toBe(`hj-…${password.slice(-4)}`);
  });

  test('clients are there again after a restart', async () => {
    const { clients, reopen } = await open();
    const { password } = await clients.add('tavern');
    expect((await (await reopen()).find(password))?.name).toBe('tavern');
  });

  test('one that could not be stored is not there later either, and a password that could not be changed stays', async () => {
    const { clients, store, journal, reopen } = await open();
    const { password } = await clients.add('tavern');
    const commit = vi.spyOn(store, 'commit').mockRejectedValue(new Error('disk full'));
    await expect(clients.add('phone')).rejects.toMatchObject({ code: 'not_stored' });
    await expect(clients.renewPassword('tavern')).rejects.toMatchObject({ code: 'not_stored' });
    commit.mockRestore();
    await journal.flush('strict');
    const later = await reopen();
    expect(later.list().map(({ name }) => name)).toEqual(['tavern']);
    expect((await later.find(password))?.name).toBe('tavern');
  });

  test('one that is switched off or removed is not found', async () => {
    const { clients, reopen } = await open();
    const { password } = await clients.add('tavern');
    await clients.enable('tavern', false);
    expect(await clients.find(password)).toBeUndefined();
    await clients.enable('tavern', true);
    expect((await clients.find(password))?.name).toBe('tavern');
    await clients.remove('tavern');
    expect(await clients.find(password)).toBeUndefined();
    expect((await reopen()).list()).toEqual([]);
  });

  test('a new password takes the place of the old one', async () => {
    const { clients } = await open();
    const before = await clients.add('tavern');
    const after = await clients.renewPassword('tavern');
    expect(await clients.find(before.password)).toBeUndefined();
    expect((await clients.find(after.password))?.name).toBe('tavern');
    expect(clients.list()).toHaveLength(1);
  });

  test('a name is taken once, and what is not there is said', async () => {
    const { clients } = await open();
    await clients.add('Tavern');
    await expect(clients.add('tavern')).rejects.toMatchObject({ code: 'invalid_value' });
    await expect(clients.renewPassword('phone')).rejects.toMatchObject({ code: 'not_found' });
    await expect(clients.enable('phone', true)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('follows what another relay changes', async () => {
    const one = await open();
    const other = await open();
    const { client, password } = await one.clients.add('tavern');
    const { name, ...value } = client;
    other.clients.follow([{ id: '1', op: 'put', in: 'clients', key: name, value }]);
    expect((await other.clients.find(password))?.name).toBe('tavern');
    other.clients.follow([{ id: '2', op: 'delete', in: 'clients', key: name }]);
    expect(await other.clients.find(password)).toBeUndefined();
  });
});

describe('namedCaller', () => {
  const peer: Caller = { id: '10.0.0.7', trust: 'network' };
  const showing = (password: string) =>
    exchangeFor('http://relay.test/v1/models', { headers: { authorization: `Bearer ${password}` } });

  test('a client goes by its name, whoever shows the password for everybody by its address', async () => {
    const { clients } = await open();
    const { password } = await clients.add('tavern');
    expect(await namedCaller(showing(password), peer, clients)).toEqual({
      id: 'tavern',
      trust: 'network',
      named: true,
    });
    expect(await namedCaller(showing('common'), peer, clients)).toBe(peer);
    expect(await namedCaller(showing('wrong'), peer, clients)).toBe(peer);
    expect(await namedCaller(exchangeFor('http://relay.test/'), peer, clients)).toBe(peer);
  });

  test('a site is known by its origin, whatever it shows', async () => {
    const { clients } = await open();
    const { password } = await clients.add('tavern');
    const site: Caller = { id: 'https://chat.example', trust: 'site' };
    expect(await namedCaller(showing(password), site, clients)).toBe(site);
  });
});
