/** What the password of the clients opens under `/api`, and what asks for the owner's. */
// covers: src/core/access/login, src/core/admin
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allEndpoints } from '../../../src/contract/endpoints.ts';
import { type SettingName, settingNames } from '../../../src/contract/settings/table.ts';
import { powerNeeded } from '../../../src/core/access/login/powers.ts';
import type { AdminDeps } from '../../../src/core/admin/endpoints.ts';
import { adminRoutes } from '../../../src/core/admin/routes.ts';
import { openHajimi, type TestHajimi } from '../../support/hajimi.ts';

let hajimi: TestHajimi;
let owner: string;
beforeAll(async () => {
  hajimi = openHajimi({ webPassword: undefined, password: 'clients' });
  owner = (await hajimi.ownerAccess()).madePassword() ?? '';
});
afterAll(() => hajimi.close());

async function call(method: string, path: string, body?: unknown, word = 'clients') {
  const request = new Request(`http://relay/api${path}`, {
    method,
    headers: { authorization: `Bearer ${word}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const response = await hajimi.fetch(request, { id: '127.0.0.1', trust: 'network' });
  const text = await response.text();
  return { status: response.status, code: /"code":"(\w+)"/.exec(text)?.[1], text };
}
const refused = { status: 403, code: 'owner_password_required' };
const KEY = `AIzaSy${'PowersTestKey'.padEnd(33, 'x')}`;

it('every route under /api is in the table', () => {
  // Only the routes' names are asked for.
  const nothing = new Proxy({}, { get: () => ({ sites: {} }) }) as AdminDeps;
  const named = adminRoutes(nothing, undefined).map(({ method, path }) => `${method} ${path}`);
  expect(named.length).toBeGreaterThan(40);
  expect(named.sort()).toEqual(
    allEndpoints()
      .map(({ method, path }) => `${method} ${path}`)
      .sort(),
  );
});

it('who needs no password, or another than the clients’, is written out', () => {
  const ofOthers = allEndpoints().filter(({ power }) => power !== 'client');
  expect(ofOthers.map(({ power, method, path }) => `${power} ${method} ${path}`)).toEqual([
    'open POST /api/login',
    'owner POST /api/keys/erase',
    'owner POST /api/keys/reveal',
    'by-setting PUT /api/settings/:name',
    'by-setting DELETE /api/settings/:name',
    'owner POST /api/clients',
    'owner PATCH /api/clients/:name',
    'owner DELETE /api/clients/:name',
    'owner POST /api/clients/:name/password',
    'owner GET /api/sites',
    'owner GET /api/sites/one',
    'owner POST /api/sites',
    'owner PATCH /api/sites',
    'owner POST /api/sites/revoke',
    'owner POST /api/backup',
    'owner POST /api/backup/plan',
    'owner POST /api/backup/restore',
  ]);
  expect(powerNeeded('GET', '/metrics')).toBe('client');
});

describe('with the password of the clients', () => {
  it.each(['/status', '/keys', '/settings', '/log', '/clients', '/stats', '/keys/check', '/power'])(
    'GET %s goes on',
    async (path) => {
      expect((await call('GET', path)).status).toBe(200);
    },
  );

  it('keys are added, tested, switched, cleared and removed', async () => {
    expect((await call('POST', '/keys', { text: KEY })).status).toBe(200);
    const [{ id }] = JSON.parse((await call('GET', '/keys')).text);
    expect((await call('PATCH', `/keys/${id}`, { enabled: false, label: 'mine' })).status).toBe(200);
    expect((await call('PATCH', '/keys', { ids: [id], patch: { enabled: true } })).status).toBe(200);
    expect((await call('POST', '/keys/clear-invalid')).status).toBe(200);
    expect((await call('PUT', '/settings/maxRetryNum', { value: 7 })).status).toBe(200);
    expect((await call('DELETE', '/settings/maxRetryNum')).status).toBe(200);
    expect(await call('PATCH', `/keys/${id}`, { proxy: 'http://collector.test:1' })).toMatchObject(refused);
    expect(await call('PATCH', '/keys', { ids: [id], patch: { proxy: '' } })).toMatchObject(refused);
    expect((await call('PATCH', `/keys/${id}`, { proxy: 'http://own.test:1' }, owner)).status).toBe(200);
    expect(await call('POST', '/keys/reveal', { ids: [id] })).toMatchObject(refused);
    expect((await call('POST', '/keys/reveal', { ids: [id] }, owner)).text).toContain(KEY);
    expect((await call('POST', '/keys/remove', { ids: [id] })).status).toBe(204);
  });

  it.each<[string, string, unknown?]>([
    ['POST', '/backup', { keys: true }],
    ['POST', '/backup', { keys: false }],
    ['POST', '/backup/plan', { file: {} }],
    ['POST', '/backup/restore', { file: {} }],
    ['POST', '/clients', { name: 'friend' }],
    ['PATCH', '/clients/friend', { enabled: false }],
    ['POST', '/clients/friend/password'],
    ['DELETE', '/clients/friend'],
    ['PUT', '/settings/geminiBaseUrl', { value: 'https://collector.test' }],
    ['PUT', '/settings/gemini%42aseUrl', { value: 'https://collector.test' }],
    ['PUT', '/settings/vertexBaseUrl', { value: 'https://collector.test' }],
    ['PUT', '/settings/googleTokenUrl', { value: 'https://collector.test' }],
    ['PUT', '/settings/fetchPrivateImages', { value: true }],
    ['DELETE', '/settings/geminiBaseUrl'],
    ['POST', '//keys/reveal', { ids: [] }],
    ['POST', '/keys/reveal/', { ids: [] }],
    ['GET', '/what-comes-later'],
  ])('%s %s asks for the owner’s', async (...[method, path, body]) => {
    expect(await call(method, path, body)).toMatchObject(refused);
    expect(await call(method, path, body, owner)).not.toMatchObject(refused);
  });

  it('says in both languages where the owner’s is found', async () => {
    const request = new Request('http://relay/api/keys/reveal', {
      method: 'POST',
      headers: { authorization: 'Bearer clients', 'accept-language': 'zh' },
      body: '{"ids":[]}',
    });
    const response = await hajimi.fetch(request, { id: '127.0.0.1', trust: 'network' });
    expect(await response.text()).toMatch(/所有者密码.*--owner-password.*WEB_PASSWORD/);
    expect((await call('POST', '/keys/reveal', { ids: [] })).text).toMatch(/owner’s password.*--owner-password/);
  });

  it('the page tries the model API as a client, with a client’s limits', async () => {
    const limited = openHajimi({ webPassword: undefined, password: 'clients', env: { maxRequestsPerMinute: 1 } });
    const chat = async (word: string) => {
      const request = new Request('http://relay/api/try/v1/chat/completions', {
        method: 'POST',
        headers: { authorization: `Bearer ${word}` },
        body: JSON.stringify({ model: 'gemini-2.5-flash', messages: [{ role: 'user', content: 'x' }] }),
      });
      return (await limited.fetch(request, { id: '127.0.0.1', trust: 'network' })).status;
    };
    // Without keys each call that is let in ends with 503.
    expect([await chat('clients'), await chat('clients')]).toEqual([503, 429]);
    const made = (await limited.ownerAccess()).madePassword() ?? '';
    expect([await chat(made), await chat(made)]).toEqual([503, 503]);
    await limited.close();
  });
});

it('the page is told how far a password goes', async () => {
  expect(JSON.parse((await call('GET', '/power')).text)).toEqual({ power: 'client' });
  expect(JSON.parse((await call('GET', '/power', undefined, owner)).text)).toEqual({ power: 'owner' });
  expect((await call('GET', '/power', undefined, 'guess')).status).toBe(401);
});

it('every setting that holds an address is the owner’s, the others are not', () => {
  const owners = settingNames.filter((name: SettingName) => powerNeeded('PUT', `/api/settings/${name}`) === 'owner');
  expect(owners).toEqual(['geminiBaseUrl', 'vertexBaseUrl', 'googleTokenUrl', 'fetchPrivateImages']);
});

describe('a one-time code', () => {
  const redeem = (code: string) => call('POST', '/login', undefined, code);

  it('is given for the owner’s password once, and a wrong one is a wrong password', async () => {
    const code = (await hajimi.ownerAccess()).loginCode() ?? '';
    expect(await redeem('guess')).toMatchObject({ status: 401, code: 'invalid_api_key' });
    expect(await redeem('clients')).toMatchObject({ status: 401 });
    expect(JSON.parse((await redeem(code)).text)).toEqual({ password: owner });
    expect(await redeem(code)).toMatchObject({ status: 401 });
  });

  it('opens nothing but that, and is nothing to a web page', async () => {
    const code = (await hajimi.ownerAccess()).loginCode() ?? '';
    expect((await call('GET', '/status', undefined, code)).status).toBe(401);
    const request = new Request('http://relay/api/login', {
      method: 'POST',
      headers: { authorization: `Bearer ${code}` },
    });
    expect((await hajimi.fetch(request, { id: 'https://a.example', trust: 'site' })).status).toBe(404);
  });
});
