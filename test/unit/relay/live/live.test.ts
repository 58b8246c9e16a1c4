import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GoogleGenAI, type LiveServerMessage } from '@google/genai';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { createRedactor } from '../../../../src/core/redact/redactor.ts';
import { readConfig } from '../../../../src/relay/config/config.ts';
import { type Relay, startRelay } from '../../../../src/relay/create-relay.ts';
import { attachLive, type FakeLive } from '../../../fake-gemini/live.ts';

const path = '/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent';
const setup = JSON.stringify({ setup: { model: 'models/gemini-live' } });
const keys = ['AIzaSyLIVE_ONE_0123456789', 'AIzaSyLIVE_TWO_0123456789'];

describe('the Live API through the relay', () => {
  let http: Server;
  let google: FakeLive;
  let relay: Relay;
  const clients: WebSocket[] = [];

  beforeEach(async () => {
    http = createServer((_request, response) => response.writeHead(404).end());
    google = attachLive(http);
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    const config = readConfig({
      PORT: '0',
      PASSWORD: 'live-password',
      ENABLE_STORAGE: 'false',
      GEMINI_BASE_URL: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
      GEMINI_API_KEYS: keys.join(','),
      BLOCKED_MODELS: '*-blocked',
    });
    relay = await startRelay(config, {
      version: '0.0.0-test',
      log: { write: () => undefined },
      redactor: createRedactor(),
      page: { has: () => false, respond: () => undefined },
    });
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) client.terminate();
    await relay.close(0);
    google.close();
    http.close();
  });

  const connect = (where: string, headers: Record<string, string> = {}) => {
    const client = new WebSocket(relay.url.replace('http', 'ws') + where, { headers });
    clients.push(client);
    const received: unknown[] = [];
    let tell: () => void = () => undefined;
    client.on('message', (data) => {
      received.push(JSON.parse(String(data)));
      tell();
    });
    return {
      client,
      opened: new Promise<void>((resolve, reject) => client.once('open', resolve).once('error', reject)),
      closed: new Promise<{ code: number; reason: string }>((resolve) =>
        client.once('close', (code, reason) => resolve({ code, reason: String(reason) })),
      ),
      heard: async (count: number) => {
        while (received.length < count) await new Promise<void>((resolve) => (tell = resolve));
        return received;
      },
    };
  };
  const status = async (where: string, headers: Record<string, string> = {}) => {
    const client = new WebSocket(relay.url.replace('http', 'ws') + where, { headers });
    client.on('error', () => undefined);
    return new Promise<number | undefined>((resolve) =>
      client.once('unexpected-response', (_request, response) => resolve(response.statusCode)),
    );
  };

  test.each([
    [40, 'must have at most 256 characters'],
    [100_000, 'is too long'],
  ])('refuses a model whose name is too long by %i suffixes, and repeats none of it', async (suffixes, why) => {
    const { client, opened, closed } = connect(`${path}?key=live-password`);
    await opened;
    client.send(JSON.stringify({ setup: { model: `models/gemini${'-search'.repeat(suffixes)}` } }));
    const { reason } = await closed;
    expect(reason).toBe(`Invalid value for "model": ${why}`);
  });

  test.each(['', '/gemini', '/'])('pipes frames both ways, base URL ending in "%s"', async (prefix) => {
    const { client, opened, heard, closed } = connect(`${prefix}${path}?key=live-password&alt=json`);
    await opened;
    // Together, as an eager client sends them.
    client.send(setup);
    client.send(JSON.stringify({ clientContent: { turns: 1 } }));
    expect(await heard(2)).toMatchObject([
      { setupComplete: {} },
      { serverContent: { echo: { clientContent: { turns: 1 } } } },
    ]);
    const [session] = google.sessions;
    expect(keys).toContain(session?.key);
    expect(session?.path).toBe(`${path}?alt=json`);
    expect(JSON.stringify(session)).not.toContain('live-password');
    client.send(JSON.stringify({ end: 4001 }));
    expect(await closed).toEqual({ code: 4001, reason: 'as you wish' });
  });

  test("passes the client's close on", async () => {
    const { client, opened, heard } = connect(path, { 'x-goog-api-key': 'live-password' });
    await opened;
    client.send(setup);
    await heard(1);
    client.close(1000);
    await expect.poll(() => google.sessions[0]?.closed).toBe(1000);
  });

  test.each([`${path}?key=wrong`, path])('wants the password', async (where) => {
    expect(await status(where)).toBe(401);
    expect(google.sessions).toHaveLength(0);
  });

  test('a named client is let in with its own password, and may use and ask what it is allowed', async () => {
    const ownersPassword = relay.ownerAccess()?.password;
    const owner = { authorization: `Bearer ${ownersPassword}`, 'content-type': 'application/json' };
    const client = { name: 'phone', models: ['gemini-live'], requestsPerDay: 2 };
    const added = await fetch(`${relay.url}/api/clients`, {
      method: 'POST',
      headers: owner,
      body: JSON.stringify(client),
    });
    const { password } = (await added.json()) as { readonly password: string };

    const allowed = connect(`${path}?key=${password}`);
    await allowed.opened;
    allowed.client.send(setup);
    expect(await allowed.heard(1)).toEqual([{ setupComplete: {} }]);
    const other = connect(`${path}?key=${password}`);
    await other.opened;
    other.client.send(JSON.stringify({ setup: { model: 'models/gemini-other' } }));
    expect((await other.closed).reason).toContain('gemini-other');
    expect(await status(`${path}?key=${password}`)).toBe(429);
    expect(google.sessions).toHaveLength(1);
  });

  test('serves no model that is not allowed', async () => {
    const { client, opened, closed } = connect(`${path}?key=live-password`);
    await opened;
    client.send(JSON.stringify({ setup: { model: 'models/gemini-blocked' } }));
    expect((await closed).reason).toContain('gemini-blocked');
    expect(google.sessions).toHaveLength(0);
  });

  test.each([
    ['{"setup":{"mod\\u0065l":"models/gemini-blocked"}}', 'gemini-blocked'],
    ['{"set\\u0075p":{"model":"models\\/gemini-blocked"}}', 'gemini-blocked'],
    ['{"setup":{"model":"models/gemini-live","model":"models/gemini-blocked"}}', 'gemini-blocked'],
    ['{"setup":{"model":"models/gemini-blocked","model":"models/gemini-live"}}', 'gemini-blocked'],
    ['{"setup":{"model":"models/gemini-live"},"setup":{"model":"models/gemini-blocked"}}', 'gemini-blocked'],
    [
      '{"setup":{"tools":[{"functionDeclarations":[{"parametersJsonSchema":{"default":{"model":"gemini-live"}}}]}],"model":"gemini-blocked"}}',
      'gemini-blocked',
    ],
    ['{"setup":{}}', 'setup.model'],
    ['{"setup":"gemini-live","model":"gemini-live"}', 'setup.model'],
    ['{"setup":[{"model":"gemini-live"}]}', 'setup.model'],
    ['{"setup":{"model":["gemini-live"]}}', 'setup.model'],
    ['{"clientContent":{}}', 'setup.model'],
    ['null', 'setup.model'],
    ['[]', 'setup.model'],
    ['{setup:{model:"gemini-live"}}', 'JSON'],
    ['{"setup":{"model":"gemini-live"}} {"setup":{"model":"gemini-blocked"}}', 'JSON'],
  ])('no setup gets around what is allowed: %s', async (message, reason) => {
    const { client, opened, closed } = connect(`${path}?key=live-password`);
    await opened;
    client.send(message);
    expect((await closed).reason).toContain(reason);
    expect(google.sessions).toHaveLength(0);
  });

  test.each([
    ['{"setup":{"model":"models/gemini-live"}}', 'setup'],
    ['{"set\\u0075p":{"model":"models/gemini-other"}}', 'setup'],
    ['{"clientContent":{},"Setup":{}}', 'setup'],
    ['{"anything":{"model":"models/gemini-blocked"}}', 'gemini-blocked'],
    ['{setup:{}}', 'JSON'],
  ])('no later message chooses a model: %s', async (message, reason) => {
    const { client, opened, heard, closed } = connect(`${path}?key=live-password`);
    await opened;
    client.send(setup);
    await heard(1);
    client.send('{"realtimeInput":{"text":"first"}}');
    client.send(message);
    client.send('{"realtimeInput":{"text":"last"}}');
    expect((await closed).reason).toContain(reason);
    expect(google.sessions[0]?.messages).toEqual([JSON.parse(setup), { realtimeInput: { text: 'first' } }]);
  });

  test('what is said before a close reaches Google before it', async () => {
    const { client, opened, heard } = connect(path, { 'x-goog-api-key': 'live-password' });
    await opened;
    client.send(setup);
    await heard(1);
    const said = Array.from({ length: 20 }, (_, number) => ({ realtimeInput: { number } }));
    for (const message of said) client.send(JSON.stringify(message));
    client.close(1000);
    await expect.poll(() => google.sessions[0]?.closed).toBe(1000);
    expect(google.sessions[0]?.messages).toEqual([JSON.parse(setup), ...said]);
  });

  test('serves no other WebSocket, and no page of a foreign origin', async () => {
    expect(await status('/other?key=live-password')).toBe(404);
    expect(await status(`${path}?key=live-password`, { origin: 'https://evil.example' })).toBe(403);
  });

  test('takes the next key when Google refuses one', async () => {
    const [first = '', second = ''] = keys;
    google.refused.set(first, { code: 1011, reason: 'You exceeded your current quota, please check your plan.' });
    for (let i = 0; i < 2; i++) {
      const { client, opened, heard } = connect(`${path}?key=live-password`);
      await opened;
      client.send(setup);
      expect(await heard(1)).toEqual([{ setupComplete: {} }]);
    }
    expect(google.sessions.at(-1)?.key).toBe(second);
  });

  test('says why when no key is taken', async () => {
    for (const key of keys)
      google.refused.set(key, { code: 1007, reason: 'API key not valid. Please pass a valid API key.' });
    const { client, opened, closed } = connect(`${path}?key=live-password`);
    await opened;
    client.send(setup);
    const { code, reason } = await closed;
    expect(code).toBe(1011);
    expect(reason).toContain('API key');
    expect(reason).not.toContain('AIza');
  });

  test('tells clients when it stops', async () => {
    const { client, opened, heard, closed } = connect(`${path}?key=live-password`);
    await opened;
    client.send(setup);
    await heard(1);
    await relay.close(1000);
    expect(await closed).toMatchObject({ code: 1001 });
  });

  test('works with the SDK of Google', async () => {
    const ai = new GoogleGenAI({ apiKey: 'live-password', httpOptions: { baseUrl: `${relay.url}/gemini` } });
    const messages: LiveServerMessage[] = [];
    const session = await ai.live.connect({
      model: 'gemini-live',
      callbacks: { onmessage: (message) => void messages.push(message) },
    });
    session.sendClientContent({ turns: 'hello' });
    await expect.poll(() => messages.length).toBe(2);
    expect(messages[0]).toMatchObject({ setupComplete: {} });
    session.close();
  });
});
