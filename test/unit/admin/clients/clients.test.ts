import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openHajimi, type TestHajimi } from '../../../support/hajimi.ts';

describe('/api/clients', () => {
  let hajimi: TestHajimi;
  beforeEach(() => {
    hajimi = openHajimi();
  });
  afterEach(() => hajimi.close());

  const api = async (method: string, path: string, body?: unknown) => {
    const request = new Request(`https://hajimi.invalid/api/clients${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const response = await hajimi.fetch(request, { id: 'hajimi', trust: 'owner' });
    const text = await response.text();
    return { status: response.status, text, body: text === '' ? undefined : JSON.parse(text) };
  };
  const modelsFor = async (password: string) => {
    const request = new Request('http://127.0.0.1/health-of-nothing', { headers: { 'x-api-key': password } });
    return (await hajimi.fetch(request, { id: '10.0.0.7', trust: 'network' })).status;
  };

  test('a client is made with a password that is told once', async () => {
    const made = await api('POST', '', { name: ' Tavern ' });
    expect(made).toMatchObject({ status: 200, body: { client: { name: 'Tavern', enabled: true } } });
    const { password } = made.body;
    const listed = await api('GET', '');
    expect(listed.body).toEqual([made.body.client]);
    expect(listed.text).not.toContain(password);
    expect(listed.text).not.toContain('hash');
    // Let in, and told that there is nothing at this path.
    expect(await modelsFor(password)).toBe(404);
    expect(await modelsFor(`${password}x`)).toBe(401);
  });

  test('is switched off, gets a new password, and is removed', async () => {
    const { password } = (await api('POST', '', { name: '客户/one', requestsPerDay: 7 })).body;
    const place = `/${encodeURIComponent('客户/one')}`;
    expect((await api('PATCH', place, { enabled: false })).body).toMatchObject({ name: '客户/one', enabled: false });
    expect(await modelsFor(password)).toBe(401);
    await api('PATCH', place, { enabled: true });
    const renewed = (await api('POST', `${place}/password`)).body.password;
    expect([await modelsFor(password), await modelsFor(renewed)]).toEqual([401, 404]);
    expect((await api('DELETE', place)).status).toBe(204);
    // Whoever gets the name next does not get what its former owner might use.
    expect((await api('POST', '', { name: '客户/one' })).body.client.requestsPerDay).toBeUndefined();
    expect(await modelsFor(renewed)).toBe(401);
  });

  test('what it may use is said at once or later', async () => {
    const models = ['gemini-2.5-flash*'];
    const made = await api('POST', '', { name: 'tavern', requestsPerMinute: 3, models });
    expect(made.body.client).toMatchObject({ requestsPerMinute: 3, models });
    const changed = await api('PATCH', '/tavern', { requestsPerDay: 100, requestsPerMinute: 0 });
    expect(changed.body).toMatchObject({ requestsPerDay: 100, models, enabled: true });
    expect(changed.body).not.toHaveProperty('requestsPerMinute');
    expect((await api('PATCH', '/tavern', { models: [] })).body).not.toHaveProperty('models');
    expect((await api('GET', '')).body).toMatchObject([{ name: 'tavern', requestsPerDay: 100 }]);
    expect((await api('PATCH', '/phone', { requestsPerDay: 1 })).status).toBe(404);
    expect((await api('PATCH', '/tavern', { requestsPerDay: -1 })).status).toBe(400);
  });

  test.each(['', '  ', '..', 'a|b', 'a\nb', 'x'.repeat(61), 7])('refuses the name %j', async (name) => {
    expect(await api('POST', '', { name })).toMatchObject({ status: 400, body: { error: { param: 'name' } } });
  });

  test('the password of a client opens the model API and nothing of the owner’s', async () => {
    const { password } = (await api('POST', '', { name: 'tavern' })).body;
    const request = new Request('http://127.0.0.1/api/keys', { headers: { authorization: `Bearer ${password}` } });
    expect((await hajimi.fetch(request, { id: '10.0.0.7', trust: 'network' })).status).toBe(401);
  });
});
