import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createFakeSites } from '../../../support/fake-sites.ts';
import { openHajimi, type TestHajimi } from '../../../support/hajimi.ts';

const secrets = [1, 2].map((n) => `AIzaSyBACKUP${n}_abcdefghijklmnopqrstuvwxyz0123`.slice(0, 39));

describe('/api/backup', () => {
  let hajimi: TestHajimi;
  let password: string;
  beforeEach(async () => {
    hajimi = openHajimi({ env: { upstreamTimeout: 60 } });
    const { added } = await api('POST', '/keys', { text: secrets.join('\n') });
    await api('PATCH', `/keys/${added[0].id}`, { label: 'mine', note: '备注', limits: { perDay: 7 } });
    await api('PATCH', `/keys/${added[1].id}`, { enabled: false });
    await api('PUT', '/settings/maxRetryNum', { value: 3 });
    await api('PUT', '/settings/blockedModels', { value: ['gemini-x'] });
    ({ password } = await api('POST', '/clients', { name: 'phone', requestsPerDay: 5, models: ['gemini-2*'] }));
  });
  afterEach(() => hajimi.close());

  const api = async (method: string, path: string, body?: unknown, of: TestHajimi = hajimi) => {
    const request = new Request(`https://hajimi.invalid/api${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const text = await (await of.fetch(request, { id: 'hajimi', trust: 'owner' })).text();
    return text === '' ? undefined : JSON.parse(text);
  };
  const everything = async (of = hajimi) => ({
    keys: await api('GET', '/keys', undefined, of),
    settings: await api('GET', '/settings', undefined, of),
    clients: await api('GET', '/clients', undefined, of),
  });

  test.each([undefined, '口令 correct horse'])(
    'what was wiped comes back equal (passphrase: %s)',
    async (passphrase) => {
      const before = await everything();
      const file = await api('POST', '/backup', { keys: true, passphrase });
      expect(JSON.stringify(file)).not.toContain(password);
      if (passphrase !== undefined) for (const secret of secrets) expect(JSON.stringify(file)).not.toContain(secret);
      const other = openHajimi({ env: { upstreamTimeout: 60 } });
      const plan = await api('POST', '/backup/plan', { file, passphrase }, other);
      expect(plan).toMatchObject({ keysAdded: 2, keysChanged: 0, withKeys: true, clients: ['phone'] });
      expect(plan.settings).toContainEqual({ name: 'maxRetryNum', from: 15, to: 3 });
      expect((await everything(other)).keys).toEqual([]);
      await api('POST', '/backup/restore', { file, passphrase }, other);
      expect(await everything(other)).toEqual(before);
      expect(await api('POST', '/backup/plan', { file, passphrase }, other)).toMatchObject({
        keysSame: 2,
        settings: [],
        clients: [],
      });
      const shown = new Request('http://127.0.0.1/nothing-here', { headers: { 'x-api-key': password } });
      expect((await other.fetch(shown, { id: '10.0.0.7', trust: 'network' })).status).toBe(404);
      await other.close();
    },
  );

  const account = JSON.stringify({ type: 'service_account', private_key: 'k', client_email: 'me@x.iam' }, null, 2);
  const key = { kind: 'ai-studio', secret: 'AIzaSyOTHER_abcdefghijklmnopqrstuvwxyz0' };
  const client = { name: 'tablet', hash: 'a'.repeat(64), masked: 'h…1' };

  test.each([
    ['keys', { ...key, proxy: 'http://user:50%off@127.0.0.1:3128' }, 'keys.1.proxy'],
    ['keys', { ...key, proxy: 'not a url' }, 'keys.1.proxy'],
    ['keys', { ...key, project: 'a/../b' }, 'keys.1.project'],
    ['keys', { ...key, location: 'evil.example/' }, 'keys.1.location'],
    ['keys', { ...key, label: 'x'.repeat(201) }, 'keys.1.label'],
    ['keys', { ...key, note: 'x'.repeat(5001) }, 'keys.1.note'],
    ['keys', { ...key, limits: { perDay: -1 } }, 'keys.1.limits.perDay'],
    [
      'keys',
      { ...key, limits: { perDayByModel: { 'gemini-2.5-pro': 1.5 } } },
      'keys.1.limits.perDayByModel.gemini-2.5-pro',
    ],
    ['keys', { ...key, addedAt: -1 }, 'keys.1.addedAt'],
    ['keys', { ...key, secret: 'two words' }, 'keys.1.secret'],
    ['keys', { ...key, secret: 'with\nline' }, 'keys.1.secret'],
    ['keys', { ...key, secret: account }, 'keys.1.secret'],
    ['keys', { ...key, kind: 'service-account' }, 'keys.1.secret'],
    ['clients', { ...client, name: 'a|b' }, 'clients.1.name'],
    ['clients', { ...client, models: ['x'.repeat(201)] }, 'clients.1.models.0'],
    ['sites', { origin: 'ftp://x', allowed: true }, 'sites.1.origin'],
  ])('%s as no form takes them are refused by name: %o', async (list, entry, where) => {
    const good = {
      keys: { ...key, secret: `${key.secret.slice(0, -1)}9` },
      clients: client,
      sites: { origin: 'https://a.example', allowed: true },
    };
    const file = {
      kind: 'hajimi-backup',
      version: 1,
      createdAt: 1,
      settings: {},
      [list]: [good[list as keyof typeof good], entry],
    };
    const { error } = await api('POST', '/backup/restore', { file });
    expect(error).toMatchObject({ code: 'invalid_value', param: 'file' });
    expect(error.message).toContain(`this version can read (${where} `);
    expect(error.message).not.toMatch(/50%off|two words|PRIVATE|AIzaSyOTHER/);
    // Nothing of it was taken in, and what is done next is stored.
    expect(await api('GET', '/keys')).toHaveLength(2);
    expect(await api('PUT', '/settings/maxRetryNum', { value: 4 })).not.toHaveProperty('error');
  });

  test('a service account that somebody wrote over several lines is the same key', async () => {
    const file = {
      kind: 'hajimi-backup',
      version: 1,
      createdAt: 1,
      settings: {},
      keys: [{ kind: 'service-account', secret: account }],
    };
    await api('POST', '/keys', { text: account });
    expect(await api('POST', '/backup/plan', { file: { ...file, partial: true } })).toMatchObject({
      keysSame: 1,
      keysAdded: 0,
    });
  });

  test('keys that were removed are in no backup, and a restored one is none of the removed', async () => {
    const [first, second] = (await everything()).keys;
    const whole = await api('POST', '/backup', { keys: true });
    await api('POST', '/keys/remove', { ids: [first.id] });
    const file = await api('POST', '/backup', { keys: true });
    expect(file.keys).toHaveLength(1);
    expect(JSON.stringify(file)).not.toContain(secrets[0]);
    expect(await api('GET', '/keys/removed')).toMatchObject({ count: 1 });
    await api('POST', '/backup/restore', { file: whole });
    expect(await api('GET', '/keys/removed')).toEqual({ count: 0 });
    expect((await everything()).keys).toEqual([first, second]);
  });

  test('a wrong passphrase is refused, and so is none', async () => {
    const file = await api('POST', '/backup', { keys: true, passphrase: 'right' });
    for (const passphrase of ['wrong', undefined]) {
      expect(await api('POST', '/backup/restore', { file, passphrase })).toMatchObject({
        error: { param: 'passphrase' },
      });
    }
  });

  test('sites come back with what they may, except where no pages ask', async () => {
    const site = 'https://chat.example';
    const before = openHajimi({ kind: 'extension', sites: createFakeSites() });
    await api('POST', '/sites', { origin: site }, before);
    await api('PATCH', '/sites', { origin: site, takeOver: true, requestsPerDay: 50, models: ['*-flash'] }, before);
    const file = await api('POST', '/backup', { keys: false }, before);
    const after = openHajimi({ kind: 'extension', sites: createFakeSites() });
    const changes = [{ origin: site, allowed: true, takeOver: true }];
    expect(await api('POST', '/backup/plan', { file }, after)).toMatchObject({ sites: changes });
    expect(await api('GET', '/sites', undefined, after)).toEqual([]);
    expect(await api('POST', '/backup/restore', { file }, after)).toMatchObject({ sites: changes });
    const restored = await api('GET', '/sites', undefined, after);
    expect(restored).toEqual(await api('GET', '/sites', undefined, before));
    expect(restored).toMatchObject([{ origin: site, requestsPerDay: 50, models: ['*-flash'] }]);
    expect(await api('POST', '/backup/plan', { file }, after)).toMatchObject({ sites: [] });
    expect(await api('POST', '/backup/restore', { file })).toMatchObject({ sites: [] });
    await Promise.all([before.close(), after.close()]);
  });

  test('without keys there are none in it, and the pool keeps its own', async () => {
    const file = await api('POST', '/backup', { keys: false });
    expect(JSON.stringify(file)).not.toContain('AIza');
    await api('PUT', '/settings/searchMode', { value: true });
    expect(await api('POST', '/backup/restore', { file })).toMatchObject({
      withKeys: false,
      settings: [{ name: 'searchMode', from: true, to: false }],
    });
    expect((await everything()).keys).toHaveLength(2);
  });

  test('what the environment fixes stays, and what is unknown is left out', async () => {
    const file = await api('POST', '/backup', { keys: false });
    file.settings.upstreamTimeout = 5;
    file.settings.noSuchSetting = 'x';
    file.settings.maxRetryNum = 'many';
    const { settings } = await api('POST', '/backup/plan', { file });
    expect(settings).toEqual([{ name: 'maxRetryNum', from: 3, to: 15 }]);
  });

  describe('addresses, which say where keys are sent', () => {
    const collector = 'https://collector.example';
    const evil = 'http://user:hidden-word@collector.example:8080';
    const google = 'https://generativelanguage.googleapis.com';
    const baseUrl = async () => {
      const rows = (await everything()).settings as ReadonlyArray<{ name: string; value: unknown }>;
      return rows.find(({ name }) => name === 'geminiBaseUrl')?.value;
    };
    const proxies = async () =>
      ((await everything()).keys as ReadonlyArray<{ proxy?: string }>).map(({ proxy }) => proxy);

    test('stand apart in the plan, and change only where that is said', async () => {
      const file = await api('POST', '/backup', { keys: true });
      file.settings.geminiBaseUrl = collector;
      file.settings.googleTokenUrl = `${collector}/token`;
      file.settings.maxRetryNum = 4;
      file.keys[0].proxy = evil;
      const changes = [
        { key: expect.stringMatching(/^AIza….{4}$/), from: '', to: 'http://collector.example:8080' },
        { setting: 'geminiBaseUrl', from: google, to: collector },
        { setting: 'googleTokenUrl', from: 'https://oauth2.googleapis.com/token', to: `${collector}/token` },
      ];
      const settings = [{ name: 'maxRetryNum', from: 3, to: 4 }];
      const plan = await api('POST', '/backup/plan', { file });
      expect(plan).toMatchObject({ addresses: changes, settings, keysSame: 2, keysChanged: 0 });
      expect(JSON.stringify(plan)).not.toContain('hidden-word');

      await api('POST', '/backup/restore', { file });
      expect([await baseUrl(), await proxies()]).toEqual([google, [undefined, undefined]]);
      expect(await api('POST', '/backup/plan', { file })).toMatchObject({ addresses: changes, settings: [] });

      await api('POST', '/backup/restore', { file, addresses: true });
      expect([await baseUrl(), await proxies()]).toEqual([collector, ['http://collector.example:8080', undefined]]);
      expect(await api('POST', '/backup/plan', { file })).toMatchObject({ addresses: [], keysSame: 2 });
    });

    test('of one’s own are not taken away either by a file without them', async () => {
      const file = await api('POST', '/backup', { keys: true });
      const [{ id }] = (await everything()).keys;
      await api('PATCH', `/keys/${id}`, { proxy: 'http://mine.lan:3128' });
      await api('PUT', '/settings/geminiBaseUrl', { value: 'https://mirror.example' });
      file.keys[0].label = 'renamed';
      expect(await api('POST', '/backup/restore', { file })).toMatchObject({ addresses: [{}, {}], keysChanged: 1 });
      expect([await baseUrl(), (await proxies())[0]]).toEqual(['https://mirror.example', 'http://mine.lan:3128']);
      expect((await everything()).keys[0].label).toBe('renamed');
      await api('POST', '/backup/restore', { file, addresses: true });
      expect([await baseUrl(), (await proxies())[0]]).toEqual([google, undefined]);
    });
  });

  test('the id of a key is that of its secret', async () => {
    const file = await api('POST', '/backup', { keys: true });
    file.keys[0].id = 'forged';
    expect(await api('POST', '/backup/plan', { file })).toMatchObject({ keysSame: 2, keysAdded: 0 });
  });

  test.each([[{}], [null], ['text'], [{ kind: 'hajimi-backup', version: 2, createdAt: 0, settings: {} }]])(
    '%j is no backup',
    async (file) => {
      expect(await api('POST', '/backup/plan', { file })).toMatchObject({ error: { param: 'file' } });
    },
  );
});
