import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RequestDetails, RequestRecord } from '../../../src/contract/log.ts';
import type { Caller } from '../../../src/core/ports.ts';
import { type FakeGemini, startFakeGemini } from '../../fake-gemini/server.ts';
import { openHajimi, type TestHajimi } from '../../support/hajimi.ts';

const secrets = [1, 2, 3].map((n) => `AIzaSyLOG${n}_abcdefghijklmnopqrstuvwxyz01234`.slice(0, 39));
const site: Caller = { id: 'https://a.example', trust: 'site' };
const owner: Caller = { id: 'hajimi', trust: 'owner' };

describe('/api/log', () => {
  let fake: FakeGemini;
  let hajimi: TestHajimi;
  beforeEach(async () => {
    fake = await startFakeGemini();
    hajimi = openHajimi({ env: { geminiBaseUrl: fake.url } });
    await api('POST', '/keys', { text: secrets.join('\n') });
  });
  afterEach(async () => {
    await hajimi.close();
    await fake.close();
  });

  const send = (method: string, path: string, body: unknown, caller: Caller) =>
    hajimi.fetch(
      new Request(`https://hajimi.invalid${path}`, {
        method,
        ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      }),
      caller,
    );
  const api = async (method: string, path: string, body?: unknown) => {
    const text = await (await send(method, `/api${path}`, body, owner)).text();
    for (const secret of secrets) expect(text).not.toContain(secret);
    return text === '' ? undefined : JSON.parse(text);
  };
  const chat = async (more: object = {}, path = '/v1/chat/completions', caller = site) => {
    const body = { model: 'gemini-2.5-flash', messages: [{ role: 'user', content: 'say hello' }], ...more };
    return (await send('POST', path, body, caller)).text();
  };
  const log = (): Promise<RequestRecord[]> => api('GET', '/log');
  const newest = async (): Promise<RequestDetails> => api('GET', `/log/${(await log())[0]?.id}`);

  test('tells of a failover over three keys, attempt by attempt', async () => {
    fake.script({}, { error: 'key-invalid' }, 1);
    fake.script({}, { error: 'day-quota' }, 1);
    await chat();
    const [record] = await log();
    expect(record).toMatchObject({
      client: site.id,
      path: '/v1/chat/completions',
      model: 'gemini-2.5-flash',
      status: 200,
    });
    expect(record?.attempts).toHaveLength(3);
    expect(new Set(record?.attempts.map(({ credentialId }) => credentialId)).size).toBe(3);
    expect(record?.attempts.map(({ failure }) => failure?.cause).sort()).toEqual(
      ['day-quota', 'key-invalid', undefined].sort(),
    );
    expect(record?.usage?.output).toBeGreaterThan(0);
  });

  test('tells of a stream once it has gone out, and of one that was left', async () => {
    await chat({ stream: true });
    expect(await log()).toMatchObject([{ status: 200, usage: { output: expect.any(Number) } }]);
    const body = { model: 'gemini-2.5-flash', stream: true, messages: [{ role: 'user', content: 'a story' }] };
    const left = await send('POST', '/v1/chat/completions', body, site);
    await left.body?.cancel();
    expect((await log())[0]).toMatchObject({ cutShort: true });
  });

  test.each([
    ['/v1beta/models/gemini-2.5-flash:generateContent', { contents: [{ parts: [{ text: 'hello' }] }] }],
    ['/v1/embeddings', { model: 'gemini-embedding-001', input: 'hello' }],
  ])('tells of %s', async (path, body) => {
    await (await send('POST', path, body, site)).text();
    expect(await log()).toMatchObject([
      { path, status: 200, model: 'model' in body ? body.model : 'gemini-2.5-flash', attempts: [{}] },
    ]);
  });

  test('says why a request failed', async () => {
    await chat({ messages: 'none' });
    expect(await log()).toMatchObject([{ status: 400, errorCode: 'invalid_value', attempts: [] }]);
    expect((await log())[0]?.error).toEqual({
      en: expect.stringMatching(/^Invalid value for "messages/),
      zh: expect.stringMatching(/^“messages.*”的值无效/),
    });
    await (await send('POST', '/v1/chat/completions', {}, { id: '127.0.0.1', trust: 'network' })).text();
    expect((await log())[0]).toMatchObject({ status: 401, client: '127.0.0.1' });
  });

  test('keeps what was said only while a person wants it', async () => {
    await chat();
    expect(await newest()).not.toHaveProperty('bodies');
    await api('PUT', '/settings/recordBodies', { value: true });
    await chat({ messages: [{ role: 'user', content: `my key is ${secrets[0]}` }], stream: true });
    const { bodies } = await newest();
    expect(bodies?.request).toContain('"my key is ***"');
    expect(bodies?.converted).toContain('"contents"');
    expect(bodies?.upstream).toContain('"candidates"');
    expect(bodies?.answer).toContain('chat.completion.chunk');
  });

  test('forgets when told to', async () => {
    await chat();
    await api('DELETE', '/log');
    expect(await log()).toEqual([]);
    expect(await api('GET', '/log/none')).toMatchObject({ error: { code: expect.any(String) } });
  });

  test('is there for the next process, without what was said, and gone from the store once it is cleared', async () => {
    await api('PUT', '/settings/recordBodies', { value: true });
    fake.script({}, { error: 'key-invalid' });
    await chat();
    const before = await newest();
    expect(before.bodies).toBeDefined();
    await hajimi.close();
    hajimi = openHajimi({ env: { geminiBaseUrl: fake.url } }, { store: hajimi.store });
    const { bodies: _, ...record } = before;
    expect(await newest()).toEqual({
      ...record,
      attempts: record.attempts.map((attempt) => ({
        ...attempt,
        ...(attempt.failure && { failure: { ...attempt.failure, quotas: [] } }),
      })),
    });
    expect(JSON.stringify(await hajimi.store.scan('requests', '', '\uffff'))).not.toContain('say hello');
    await api('DELETE', '/log');
    expect(await hajimi.store.scan('requests', '', '\uffff')).toEqual([]);
  });

  test('of strangers tells, but stores nothing, and what people asked stays however many come', async () => {
    await chat();
    const stranger: Caller = { id: '203.0.113.7', trust: 'network' };
    for (let n = 0; n < 60; n++) await (await send('POST', '/v1/chat/completions', {}, stranger)).text();
    // Whoever has shown the password is none, even where a call is refused.
    const wrong = new Request('https://hajimi.invalid/v1/nowhere', {
      headers: { authorization: 'Bearer test-password' },
    });
    await (await hajimi.fetch(wrong, stranger)).text();
    const shown = await log();
    expect(shown.map(({ status }) => status)).toEqual([404, ...Array.from({ length: 50 }, () => 401), 200]);
    await hajimi.close();
    hajimi = openHajimi({ env: { geminiBaseUrl: fake.url } }, { store: hajimi.store });
    expect((await log()).map(({ status }) => status)).toEqual([404, 200]);
  });

  test('lets the page try the model API without its password', async () => {
    expect(JSON.parse(await chat({}, '/api/try/v1/chat/completions', owner))).toMatchObject({
      object: 'chat.completion',
    });
    expect(await log()).toMatchObject([{ client: 'hajimi', path: '/v1/chat/completions' }]);
    expect((await send('POST', '/api/try/v1/chat/completions', {}, site)).status).toBe(404);
    const stranger: Caller = { id: '127.0.0.1', trust: 'network' };
    expect((await send('POST', '/api/try/v1/chat/completions', {}, stranger)).status).toBe(401);
  });

  test('statistics tell clients apart', async () => {
    await chat();
    expect(await api('GET', '/stats?by=client&total=true')).toMatchObject([{ client: site.id, answered: 1 }]);
  });
});
