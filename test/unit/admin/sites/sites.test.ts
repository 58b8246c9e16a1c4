import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createFakeSites } from '../../../support/fake-sites.ts';
import { openHajimi, type TestHajimi } from '../../../support/hajimi.ts';

const chat = 'https://chat.example';

describe('/api/sites', () => {
  let hajimi: TestHajimi;
  beforeEach(() => {
    hajimi = openHajimi({ kind: 'extension', sites: createFakeSites() });
  });
  afterEach(() => hajimi.close());

  const api = async (method: string, path: string, body?: unknown) => {
    const init = body === undefined ? {} : { body: JSON.stringify(body) };
    const request = new Request(`https://hajimi.invalid/api${path}`, { method, ...init });
    const response = await hajimi.fetch(request, { id: 'hajimi', trust: 'owner' });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
  };

  test('allows a site by the address of any of its pages, changes what it may, and revokes it', async () => {
    const allowed = await api('POST', '/sites', { origin: ` ${chat}/room?x=1 ` });
    const site = { origin: chat, state: 'allowed', takeOver: false, addedAt: 1 };
    expect(allowed).toEqual({ status: 200, body: site });
    const patch = { origin: chat, takeOver: true, requestsPerDay: 50, models: ['*-flash'] };
    expect((await api('PATCH', '/sites', patch)).body).toEqual({ ...site, ...patch });
    expect((await api('PATCH', '/sites', { origin: chat, requestsPerDay: 0 })).body).toEqual({
      ...site,
      takeOver: true,
      models: ['*-flash'],
    });
    expect((await hajimi.settings({ id: chat, trust: 'site' })).modelsOf).toEqual({
      caller: chat,
      models: ['*-flash'],
    });
    expect((await api('POST', '/sites/revoke', { origin: chat })).status).toBe(204);
    expect((await api('GET', '/sites')).body).toEqual([]);
    // Allowed anew it has what every site has.
    expect((await api('POST', '/sites', { origin: chat })).body).toEqual(site);
  });

  test.each([['chat.example'], ['ftp://chat.example'], ['javascript:0'], [''], [7]])('refuses %j', async (origin) => {
    const { status, body } = await api('POST', '/sites', { origin });
    expect([status, body.error.param]).toEqual([400, 'origin']);
  });

  test('changes nothing of a site that is not there', async () => {
    expect((await api('PATCH', '/sites', { origin: chat, requestsPerDay: 5 })).status).toBe(404);
    expect((await hajimi.settings({ id: chat, trust: 'site' })).maxRequestsPerDayPerIp).toBe(600);
  });

  test('is not there where no pages ask', async () => {
    await hajimi.close();
    hajimi = openHajimi();
    expect((await api('GET', '/sites')).status).toBe(404);
  });
});
