/** The relay as a process: how it starts, refuses, answers and ends. */
// covers: src/relay/main.ts, src/relay/run.ts
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FakeGemini, startFakeGemini } from '../../../fake-gemini/server.ts';
import { ownersPassword, type RelayProcess, runRelay, startRelayProcess } from '../../../support/relay.ts';

const KEY = `AIzaSy${'ProcessTestKey'.padEnd(33, 'x')}`;
const NEW_FORM = `AQ.${'Ab8RN6ProcessTest'.padEnd(40, 'y')}`;
const question = { model: 'gemini-2.5-flash', messages: [{ role: 'user', content: 'hello' }] };

let fake: FakeGemini;
beforeAll(async () => {
  fake = await startFakeGemini();
});
afterAll(() => fake.close());

const start = (env: Record<string, string> = {}) =>
  startRelayProcess({ GEMINI_BASE_URL: fake.url, GEMINI_API_KEYS: KEY, ...env });

const ask = (relay: RelayProcess, body: object = question, init: RequestInit = {}) =>
  fetch(`${relay.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: 'Bearer 123', 'content-type': 'application/json' },
    body: JSON.stringify(body),
    ...init,
  });

describe('the command line', () => {
  it('prints version, help and a check without starting', async () => {
    expect(await runRelay({}, '--version')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    });
    expect((await runRelay({}, '--help')).stdout).toContain('GEMINI_API_KEYS');
    const check = await runRelay({ GEMINI_API_KEYS: KEY, PASSWORD: 'hunter2', MAX_RETRY_NUM: '3' }, '--check');
    expect(check).toMatchObject({ code: 0, stderr: '' });
    expect(check.stdout).toContain('Keys in the environment: 1');
    expect(check.stdout).toContain('MAX_RETRY_NUM=3');
    expect(check.stdout).not.toMatch(/hunter2|AIza/);
  });

  it('refuses an option that it does not have', async () => {
    expect(await runRelay({}, '--frobnicate')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('--frobnicate'),
    });
  });
});

describe('the start', () => {
  it('is refused with a malformed environment, by name', async () => {
    const { code, stderr, stdout } = await runRelay({ PORT: 'x', ROTATION: 'sideways' });
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('PORT must be a whole number');
    expect(stderr).toContain('ROTATION must be one of');
  });

  it('is refused on other addresses with the known password, and works there with an own one', async () => {
    expect(await runRelay({ HOST: '0.0.0.0', PORT: '0' })).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('PASSWORD must be one of your own'),
    });
    const relay = await start({ HOST: '0.0.0.0', PASSWORD: 'own-password' });
    expect((await ask(relay)).status).toBe(401);
    expect((await relay.stop()).code).toBe(0);
  });

  it('is refused on a port that is in use', async () => {
    const { code, stderr } = await runRelay({ PORT: String(fake.port), ENABLE_STORAGE: 'false' });
    expect([code, stderr]).toEqual([1, expect.stringContaining(`127.0.0.1:${fake.port} is in use`)]);
  });

  it('without a key says where to add one, and answers 503 with the same', async () => {
    const relay = await start({ GEMINI_API_KEYS: '' });
    const response = await ask(relay);
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({
      error: { code: 'no_keys', message: expect.stringContaining(`open ${relay.url}/`) },
    });
    await relay.stop();
    expect(relay.log).toContainEqual(expect.objectContaining({ event: 'no-keys', level: 'warn' }));
  });
});

describe('a running relay', () => {
  let relay: RelayProcess;
  beforeAll(async () => {
    relay = await start({ GEMINI_API_KEYS_1: NEW_FORM, ALLOWED_ORIGINS: 'https://friend.test' });
  });
  afterAll(() => relay.stop());

  const passwords: ReadonlyArray<readonly [string, (password: string) => [query: string, headers: HeadersInit]]> = [
    ['Authorization: Bearer', (password) => ['', { authorization: `Bearer ${password}` }]],
    ['x-api-key', (password) => ['', { 'x-api-key': password }]],
    ['x-goog-api-key', (password) => ['', { 'x-goog-api-key': password }]],
    ['?key=', (password) => [`?key=${password}`, {}]],
  ];

  it.each(passwords)('takes the password from %s and refuses a wrong one there', async (_, form) => {
    const list = ([query, headers]: [string, HeadersInit]) => fetch(`${relay.url}/v1/models${query}`, { headers });
    expect((await list(form('123'))).status).toBe(200);
    const refused = await list(form('1234'));
    expect(refused.status).toBe(401);
    expect(await refused.json()).toMatchObject({ error: { code: 'invalid_api_key' } });
  });

  it('is ready, and tells Prometheus what it did, behind the page’s password', async () => {
    expect(await (await fetch(`${relay.url}/ready`)).json()).toEqual({ status: 'ready' });
    expect((await fetch(`${relay.url}/metrics`)).status).toBe(401);
    await (await ask(relay)).text();
    const metrics = await fetch(`${relay.url}/metrics`, { headers: { authorization: 'Bearer 123' } });
    expect(metrics.headers.get('content-type')).toContain('version=0.0.4');
    const text = await metrics.text();
    expect(text).toMatch(/^hajimi_requests_total\{model="gemini-2.5-flash",status="200"\} [1-9]/m);
    expect(text).toContain('hajimi_keys{state="usable"} 2');
    expect(text).not.toContain('AIza');
  });

  it('refuses who shows no password', async () => {
    expect((await fetch(`${relay.url}/v1/models`)).status).toBe(401);
    expect((await fetch(`${relay.url}/api/status`)).status).toBe(401);
  });

  it('uses all keys of the environment, in the header only', async () => {
    fake.reset();
    for (let index = 0; index < 4; index++) expect((await ask(relay)).status).toBe(200);
    expect(new Set(fake.requests.map(({ key }) => key))).toEqual(new Set([KEY, NEW_FORM]));
    expect(fake.requests.map(({ query }) => query.key)).toEqual(Array(4).fill(undefined));
  });

  it('closes the upstream connection when the client leaves, before the head and in mid-stream', async () => {
    for (const pace of [{ beforeHead: 60_000 }, { text: ['one ', 'two '], betweenChunks: 60_000 }]) {
      fake.reset();
      fake.script({}, pace);
      const client = new AbortController();
      const answer = ask(relay, { ...question, stream: true }, { signal: client.signal }).then((response) =>
        response.text(),
      );
      const gone = answer.catch((error: unknown) => error);
      const upstream = await fake.waitFor(
        ({ method, chunksSent }) => method === 'streamGenerateContent' && chunksSent >= ('text' in pace ? 1 : 0),
      );
      client.abort();
      expect(await gone).toBeInstanceOf(Error);
      await fake.waitFor((request) => request === upstream && request.aborted);
    }
    fake.reset();
  });

  it('refuses foreign names, origins and types, and lets no preflight pass that it would refuse', async () => {
    expect(await rawStatus(relay, 'GET /v1/models HTTP/1.1\r\nHost: evil.test')).toBe(403);
    const from = (origin: string, init: RequestInit = {}) =>
      fetch(`${relay.url}/v1/models`, { ...init, headers: { authorization: 'Bearer 123', origin, ...init.headers } });
    expect((await from('https://evil.test')).status).toBe(403);
    const asks = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' };
    expect((await from('https://evil.test', { method: 'OPTIONS', headers: asks })).status).toBe(403);
    const plain = { authorization: 'Bearer 123', 'content-type': 'text/plain' };
    expect((await ask(relay, question, { headers: plain })).status).toBe(415);
  });

  it('answers an allowed origin’s preflight without a password, and lets its page read the answers', async () => {
    const origin = 'https://friend.test';
    const preflight = await fetch(`${relay.url}/v1/chat/completions`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type',
        'access-control-request-private-network': 'true',
      },
    });
    expect(preflight.status).toBe(204);
    expect(Object.fromEntries(preflight.headers)).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-allow-headers': 'authorization,content-type',
      'access-control-allow-private-network': 'true',
    });
    const read = await fetch(`${relay.url}/v1/models`, { headers: { origin, authorization: 'Bearer 123' } });
    expect([read.status, read.headers.get('access-control-allow-origin')]).toEqual([200, origin]);
  });

  it('refuses a body that is too large, with and without a length', async () => {
    const small = await start({ MAX_BODY_MB: '1' });
    const large = JSON.stringify({ ...question, user: 'x'.repeat(1024 * 1024) });
    const chunked = { body: new Blob([large]).stream(), duplex: 'half' } as RequestInit;
    for (const init of [{ body: large }, chunked]) {
      const response = await ask(small, question, init);
      expect(response.status).toBe(413);
      expect(await response.json()).toMatchObject({ error: { code: 'body_too_large' } });
    }
    await small.stop();
  });
});

describe('pictures by URL', () => {
  it('come from private networks only after the owner said so in the config page', async () => {
    const relay = await start({ FETCH_IMAGES: 'always' });
    fake.reset();
    const picture = Buffer.from('iVBORw0KGgo=', 'base64');
    fake.script({ when: ({ path }) => path === '/picture.png' }, { raw: [picture], contentType: 'image/png' });
    const image = { type: 'image_url', image_url: { url: `${fake.url}/picture.png` } };
    const body = { ...question, messages: [{ role: 'user', content: [image] }] };
    const refused = await ask(relay, body);
    expect(refused.status).toBe(400);
    expect(await refused.json()).toMatchObject({ error: { code: 'media_unavailable' } });
    const set = await fetch(`${relay.url}/api/settings/fetchPrivateImages`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${ownersPassword(relay)}`, 'content-type': 'application/json' },
      body: JSON.stringify({ value: true }),
    });
    expect(set.status).toBe(200);
    expect((await ask(relay, body)).status).toBe(200);
    expect(JSON.stringify(fake.requests.at(-1)?.body)).toContain(picture.toString('base64'));
    await relay.stop();
    fake.reset();
  });
});

describe('the end', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('on %s comes after the running answer', async (signal) => {
    const relay = await start();
    fake.reset();
    fake.script({}, { text: ['slow ', 'answer'], betweenChunks: 400 });
    const response = await ask(relay, { ...question, stream: true });
    const end = relay.stop(signal);
    const text = await response.text();
    expect(text).toContain('answer');
    expect(text).toContain('[DONE]');
    expect((await end).code).toBe(0);
    fake.reset();
  });

  it('keeps what was stored for the next start', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'hajimi-relay-'));
    const env = { ENABLE_STORAGE: 'true', STORAGE_DIR: folder, GEMINI_API_KEYS: '' };
    const first = await start(env);
    const added = await fetch(`${first.url}/api/keys`, {
      method: 'POST',
      headers: { authorization: 'Bearer 123', 'content-type': 'application/json' },
      body: JSON.stringify({ text: KEY }),
    });
    expect(added.status).toBe(200);
    await first.stop();
    const second = await start(env);
    expect((await ask(second)).status).toBe(200);
    await second.stop();
    expect(JSON.stringify([first.log, second.log])).not.toContain(KEY);
    await rm(folder, { recursive: true });
  });
});

/** The status of a request whose `Host` fetch would not let us choose. */
const rawStatus = ({ url }: RelayProcess, head: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname, () => socket.write(`${head}\r\nConnection: close\r\n\r\n`));
    socket.once('data', (bytes) => resolve(Number(/^HTTP\/1\.1 (\d+)/.exec(String(bytes))?.[1])));
    socket.once('error', reject);
  });
