/** Google by way of a proxy. */
// covers: src/relay/ports/fetch.ts
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type FakeGemini, startFakeGemini } from '../../../fake-gemini/server.ts';
import { ownersPassword, type RelayEnv, startRelayProcess } from '../../../support/relay.ts';

let fake: FakeGemini;
let proxy: Server;
/** What was to be connected to, and the credentials shown. */
const seen: Array<readonly [target: string, credentials: string]> = [];

beforeAll(async () => {
  fake = await startFakeGemini();
  proxy = createServer().on('connect', (request, client) => {
    seen.push([request.url ?? '', request.headers['proxy-authorization'] ?? '']);
    const upstream = connect(fake.port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      upstream.pipe(client).pipe(upstream);
    });
    for (const socket of [client, upstream]) socket.on('error', () => socket.destroy());
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  await fake.close();
  proxy.close();
});

const proxyUrl = () => `http://me:proxy-password@127.0.0.1:${(proxy.address() as AddressInfo).port}`;

/** @param prepare what the owner does on the config page before. */
async function ask(
  env: RelayEnv,
  prepare?: (call: (path: string, init?: RequestInit) => Promise<Response>) => unknown,
) {
  const relay = await startRelayProcess({
    GEMINI_BASE_URL: 'http://google.test',
    GEMINI_API_KEYS: 'AIzaSyPROXY_0123456789',
    ...env,
  });
  const callWith = (word: string) => (path: string, init?: RequestInit) =>
    fetch(relay.url + path, {
      ...init,
      headers: { authorization: `Bearer ${word}`, 'content-type': 'application/json' },
    });
  await prepare?.(callWith(ownersPassword(relay)));
  const response = await callWith('123')('/v1/chat/completions', {
    method: 'POST',
    body: JSON.stringify({ model: 'gemini-2.5-flash', messages: [{ role: 'user', content: 'hello' }] }),
  });
  const text = await response.text();
  await relay.stop();
  expect(JSON.stringify(relay.log) + text).not.toContain('proxy-password');
  return response.status;
}

it('is asked through HTTP_PROXY, but for hosts in NO_PROXY', async () => {
  const HTTP_PROXY = proxyUrl();
  expect(await ask({ HTTP_PROXY })).toBe(200);
  expect(seen[0]).toEqual(['google.test:80', `Basic ${btoa('me:proxy-password')}`]);
  const before = seen.length;
  expect(await ask({ HTTP_PROXY, GEMINI_BASE_URL: fake.url, NO_PROXY: 'localhost,127.0.0.1' })).toBe(200);
  expect(seen).toHaveLength(before);
}, 60_000);

it('is asked through HTTPS_PROXY where its address is https, also where HTTP_PROXY names another', async () => {
  const before = seen.length;
  // The fake speaks no TLS, so there is no answer behind the proxy.
  const env = { HTTPS_PROXY: proxyUrl(), HTTP_PROXY: 'http://127.0.0.1:9', GEMINI_BASE_URL: 'https://google.test' };
  expect(await ask({ ...env, MAX_RETRY_NUM: '1' })).toBe(502);
  expect(seen[before]).toEqual(['google.test:443', `Basic ${btoa('me:proxy-password')}`]);
}, 60_000);

it('is asked through the proxy of a single key, whose password no page shows', async () => {
  const before = seen.length;
  const status = await ask({}, async (call) => {
    const keys = async () => (await call('/api/keys')).text();
    const [{ id }] = JSON.parse(await keys());
    const patch = (address: string) =>
      call(`/api/keys/${id}`, { method: 'PATCH', body: JSON.stringify({ proxy: address }) });
    const refused = await patch('socks://127.0.0.1');
    expect([refused.status, await refused.text()]).toEqual([400, expect.stringContaining('proxy')]);
    expect((await patch(proxyUrl())).status).toBe(200);
    expect(await keys()).toContain(`"proxy":"${new URL(proxyUrl()).origin}"`);
    expect(await keys()).not.toContain('proxy-password');
  });
  expect(status).toBe(200);
  expect(seen[before]).toEqual(['google.test:80', `Basic ${btoa('me:proxy-password')}`]);
}, 60_000);
