import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { KeyView } from '../../../src/contract/keys.ts';
import { type FakeGemini, startFakeGemini } from '../../fake-gemini/server.ts';
import { openHajimi, type TestHajimi } from '../../support/hajimi.ts';

const secret = 'AIzaSyADMIN_abcdefghijklmnopqrstuvwxyz01';

describe('/api', () => {
  let fake: FakeGemini;
  let hajimi: TestHajimi;
  beforeEach(async () => {
    fake = await startFakeGemini();
    hajimi = openHajimi({ env: { geminiBaseUrl: fake.url } });
  });
  afterEach(async () => {
    await hajimi.close();
    await fake.close();
  });

  const api = async (method: string, path: string, body?: unknown) => {
    const request = new Request(`https://hajimi.invalid/api${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const response = await hajimi.fetch(request, { id: 'hajimi', trust: 'owner' });
    const text = await response.text();
    expect(text).not.toContain(secret);
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
  };

  const complete = async () => {
    const body = JSON.stringify({ model: 'gemini-2.5-flash', messages: [{ role: 'user', content: 'x' }] });
    const request = new Request('https://hajimi.invalid/v1/chat/completions', { method: 'POST', body });
    await (await hajimi.fetch(request, { id: 'https://a.example', trust: 'site' })).text();
  };

  test('adds keys, names duplicates, and never tells a secret', async () => {
    const added = await api('POST', '/keys', { text: `my key: ${secret}` });
    expect(added).toMatchObject({ status: 200, body: { added: [{ state: 'usable', enabled: true }], duplicates: [] } });
    const again = await api('POST', '/keys', { text: secret });
    expect(again.body).toMatchObject({ added: [], duplicates: [added.body.added[0].id] });
    expect((await api('GET', '/keys')).body).toHaveLength(1);
  });

  test('the status counts what is being answered', async () => {
    await api('POST', '/keys', { text: secret });
    const underWay = async () => (await api('GET', '/status')).body.inFlight;
    expect(await underWay()).toBe(0);
    const body = JSON.stringify({
      model: 'gemini-2.5-flash',
      stream: true,
      messages: [{ role: 'user', content: 'x' }],
    });
    const request = new Request('https://hajimi.invalid/v1/chat/completions', { method: 'POST', body });
    const answer = await hajimi.fetch(request, { id: 'https://a.example', trust: 'site' });
    expect(await underWay()).toBe(1);
    await answer.text();
    expect(await underWay()).toBe(0);
    await complete();
    expect(await underWay()).toBe(0);
  });

  test('a proxy whose password nobody could read is refused with the reason, and what comes later is kept', async () => {
    const { body } = await api('POST', '/keys', { text: secret });
    const path = `/keys/${body.added[0].id}`;
    const refused = await api('PATCH', path, { proxy: 'http://user:50%off@127.0.0.1:3128' });
    expect(refused).toMatchObject({ status: 400, body: { error: { param: 'proxy' } } });
    expect(refused.body.error.message).toContain('%25');
    expect(refused.body.error.message).not.toContain('off');
    const taken = await api('PATCH', path, { proxy: 'http://user:50%25off@127.0.0.1:3128' });
    expect(taken).toMatchObject({ status: 200, body: { proxy: 'http://127.0.0.1:3128' } });
    expect((await api('PATCH', path, { proxy: '' })).body).not.toHaveProperty('proxy');
    expect((await api('PUT', '/settings/publicMode', { value: true })).status).toBe(200);
  });

  test('changes, removes and brings back a key', async () => {
    const { body } = await api('POST', '/keys', { text: secret });
    const [key] = body.added as KeyView[];
    const id = key?.id ?? '';
    expect((await api('PATCH', `/keys/${id}`, { label: 'mine', enabled: false })).body).toMatchObject({
      label: 'mine',
      state: 'disabled',
    });
    expect((await api('POST', '/keys/remove', { ids: [id] })).status).toBe(204);
    expect((await api('GET', '/keys')).body).toEqual([]);
    expect((await api('GET', '/keys/removed')).body).toEqual({ count: 1, until: expect.any(Number) });
    expect((await api('POST', '/keys/restore', { ids: [id, 'nobody'] })).body).toMatchObject({
      restored: [{ id, label: 'mine', enabled: false }],
      lost: 1,
    });
    expect((await api('GET', '/keys/removed')).body).toEqual({ count: 0 });
  });

  test('shows what a text holds before it is added', async () => {
    const other = 'AIzaSyOTHER_abcdefghijklmnopqrstuvwxyz01';
    const { body: before } = await api('POST', '/keys', { text: secret });
    await api('PATCH', `/keys/${before.added[0].id}`, { label: 'mine' });
    const { body } = await api('POST', '/keys/preview', { text: `${secret}, ${other}, ${other}` });
    expect(body).toEqual([
      { id: before.added[0].id, kind: 'ai-studio', masked: expect.stringMatching(/^AIza…/), knownAs: 'mine' },
      { id: expect.any(String), kind: 'ai-studio', masked: expect.stringMatching(/^AIza…/) },
    ]);
    expect((await api('GET', '/keys')).body).toHaveLength(1);
  });

  test('changes many keys with one request', async () => {
    const { body } = await api('POST', '/keys', { text: `${secret} AIzaSyOTHER_abcdefghijklmnopqrstuvwxyz01` });
    const ids = body.added.map(({ id }: KeyView) => id);
    expect((await api('PATCH', '/keys', { ids, patch: { enabled: false } })).body).toMatchObject([
      { id: ids[0], state: 'disabled' },
      { id: ids[1], state: 'disabled' },
    ]);
    expect((await api('GET', '/status')).body).toMatchObject({ keys: { disabled: 2, usable: 0 } });
  });

  test('tells a secret only to who asks for it by id', async () => {
    const { body } = await api('POST', '/keys', { text: secret });
    const request = new Request('https://hajimi.invalid/api/keys/reveal', {
      method: 'POST',
      body: JSON.stringify({ ids: [body.added[0].id] }),
    });
    const response = await hajimi.fetch(request, { id: 'hajimi', trust: 'owner' });
    expect(await response.json()).toEqual([{ id: body.added[0].id, secret }]);
  });

  test('tells what a key did in the last 24 hours', async () => {
    const { body } = await api('POST', '/keys', { text: secret });
    const [{ id }] = body.added;
    expect((await api('POST', '/keys/health', { ids: [id] })).body).toEqual({});
    await complete();
    const hours = (await api('POST', '/keys/health', { ids: [id] })).body[id];
    expect(hours.answered).toHaveLength(24);
    expect(hours.answered.at(-1)).toBe(1);
    expect(hours.failed).toEqual(Array.from({ length: 24 }, () => 0));
  });

  test('tests a key against Google and says what it said', async () => {
    const { body } = await api('POST', '/keys', { text: secret });
    const id = body.added[0].id;
    expect((await api('POST', `/keys/${id}/test`)).body).toMatchObject({ verdict: 'works', key: { state: 'usable' } });
    const fixed = fake.script({}, { error: 'server-error' });
    expect((await api('POST', `/keys/${id}/test`)).body).toMatchObject({
      verdict: 'inconclusive',
      key: { state: 'usable' },
    });
    fixed();
    fake.script({}, { error: 'key-suspended' });
    expect((await api('POST', `/keys/${id}/test`)).body).toMatchObject({
      verdict: 'fails',
      cause: 'key-suspended',
      key: { state: 'unusable' },
    });
    expect((await api('POST', `/keys/${id}/try-now`)).body).toMatchObject({ state: 'usable' });
  });

  test('stores a setting, refuses what it cannot hold, and resets it', async () => {
    expect((await api('PUT', '/settings/maxRetryNum', { value: '3' })).body).toContainEqual(
      expect.objectContaining({ name: 'maxRetryNum', value: 3, source: 'stored' }),
    );
    expect(await api('PUT', '/settings/maxRetryNum', { value: 'many' })).toMatchObject({
      status: 400,
      body: { error: { param: 'maxRetryNum', message: expect.stringContaining('whole number') } },
    });
    expect(await api('PUT', '/settings/noSuchThing', { value: 1 })).toMatchObject({ status: 404 });
    expect((await api('DELETE', '/settings/maxRetryNum')).body).toContainEqual(
      expect.objectContaining({ name: 'maxRetryNum', value: 15, source: 'default' }),
    );
    expect((await api('GET', '/settings')).body).toContainEqual(
      expect.objectContaining({ name: 'geminiBaseUrl', value: fake.url, source: 'env' }),
    );
  });

  test.each([
    ['POST', '/keys', {}, 'text'],
    ['POST', '/keys/remove', { ids: 'x' }, 'ids'],
    ['PATCH', '/keys/none', { limits: { perDay: -1 } }, 'limits.perDay'],
    ['PUT', '/settings/maxRetryNum', {}, 'value'],
  ])('%s %s names the field that is wrong', async (method, path, body, param) => {
    expect(await api(method, path, body)).toMatchObject({ status: 400, body: { error: { param } } });
  });

  test('counts calls', async () => {
    await api('POST', '/keys', { text: secret });
    await complete();
    expect((await api('GET', '/stats?by=model&total=true')).body).toMatchObject([
      { model: 'gemini-2.5-flash', answered: 1 },
    ]);
    expect((await api('GET', '/status')).body).toMatchObject({ requestsToday: 1, keys: { usable: 1 } });
    expect(await api('GET', '/stats?unit=week')).toMatchObject({ status: 400, body: { error: { param: 'unit' } } });
  });
});
