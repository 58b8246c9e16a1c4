/** What the relay's server says before the app is asked: to strangers, to pages of other sites, to what is no request. */
// covers: src/relay/http
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type IncomingHttpHeaders, type RequestOptions, request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LogEvent } from '../../../../src/core/ports.ts';
import { createRedactor } from '../../../../src/core/redact/redactor.ts';
import { readConfig } from '../../../../src/relay/config/config.ts';
import { type Relay, startRelay } from '../../../../src/relay/create-relay.ts';
import { loadPage } from '../../../../src/relay/http/static-files.ts';
import { type FakeGemini, startFakeGemini } from '../../../fake-gemini/server.ts';

const friend = 'https://friend.test';
const password = 'door-password';
const shown = { authorization: `Bearer ${password}` };
const json = { 'content-type': 'application/json' };

let folder: string;
let fake: FakeGemini;
let relay: Relay;
const log: LogEvent[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hajimi-door-'));
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'index.html'), '<!doctype html>');
  await writeFile(join(folder, 'assets', 'main.js'), 'export {}');
  fake = await startFakeGemini();
  const config = readConfig({
    PORT: '0',
    PASSWORD: password,
    WEB_PASSWORD: 'door-web-password',
    ENABLE_STORAGE: 'false',
    ALLOWED_ORIGINS: friend,
    MAX_BODY_MB: '1',
    GEMINI_BASE_URL: fake.url,
    GEMINI_API_KEYS: 'AIzaSyDOOR_TEST_0123456789',
  });
  relay = await startRelay(config, {
    version: '0.0.0-test',
    log: { write: (event) => void log.push(event) },
    redactor: createRedactor(),
    page: await loadPage(folder),
  });
});
afterAll(async () => {
  await relay.close(0);
  await fake.close();
  await rm(folder, { recursive: true });
});

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** `fetch` would write headers of its own. */
const ask = (path: string, { body, ...options }: RequestOptions & { body?: string } = {}) =>
  new Promise<Answer>((resolve, reject) => {
    const asking = request(relay.url + path, options, (response) => {
      const { statusCode: status, headers } = response;
      text(response).then((text) => resolve({ status, headers, text }), reject);
    });
    asking.on('error', reject).end(body);
  });

/** All that comes back for these bytes, to the end of the answer's head and what came with it. */
const firstBytes = (sent: string) =>
  new Promise<string>((resolve, reject) => {
    const { hostname, port } = new URL(relay.url);
    const socket = connect(Number(port), hostname, () => socket.write(sent));
    socket.on('error', reject).once('data', (bytes) => {
      socket.destroy();
      resolve(String(bytes));
    });
  });

describe('who shows no password', () => {
  it.each([
    '/api/vector/insert',
    '/api/vector/query',
    '/api/keys',
    '/api/backup/restore',
    '/metrics',
    '/v1/chat/completions',
    '/v1/embeddings',
    '/gemini/v1beta/models/gemini-2.5-flash:generateContent',
    '/upload/v1beta/files',
    '/nowhere',
  ])('is told so at %s before the body has come', async (path) => {
    const head = `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n`;
    // Of a megabyte that is promised nothing is sent, and of one without a length its beginning.
    expect(await firstBytes(`${head}Content-Length: 1000000\r\n\r\n`)).toMatch(/^HTTP\/1.1 401 /);
    expect(await firstBytes(`${head}Transfer-Encoding: chunked\r\n\r\n5\r\n{"a":\r\n`)).toMatch(/^HTTP\/1.1 401 /);
  });
});

describe('a page of another site', () => {
  const from = (site: string, more: Record<string, string> = {}) => ({
    'sec-fetch-site': site,
    'sec-fetch-mode': 'no-cors',
    'sec-fetch-dest': 'script',
    ...more,
  });
  const navigation = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };

  it.each(['cross-site', 'same-site'])('has no script, image or frame of the relay (%s)', async (site) => {
    fake.reset();
    const paths = [
      `/gemini/v1beta/corpora?key=${password}&callback=steal`,
      `/v1/models?key=${password}`,
      '/',
      '/health',
    ];
    for (const path of paths) {
      for (const dest of ['script', 'image', 'iframe', 'object', 'embed', 'empty']) {
        const mode = dest === 'iframe' ? 'navigate' : 'no-cors';
        const answer = await ask(path, { headers: from(site, { 'sec-fetch-dest': dest, 'sec-fetch-mode': mode }) });
        expect([path, dest, answer.status]).toEqual([path, dest, 403]);
        expect(answer.text).toContain('ALLOWED_ORIGINS');
      }
    }
    expect(fake.requests).toEqual([]);
  });

  it('says so in Chinese', async () => {
    const answer = await ask('/v1/models', { headers: from('cross-site', { 'accept-language': 'zh-CN' }) });
    expect(answer.text).toContain('此请求由其他网站的网页发出');
  });

  it('may link to the config page, and to nothing else', async () => {
    expect((await ask('/', { headers: from('cross-site', navigation) })).status).toBe(200);
    expect((await ask('/', { headers: from('cross-site', navigation), method: 'POST' })).status).toBe(403);
    for (const path of [
      `/v1/models?key=${password}`,
      `/gemini/v1beta/files?key=${password}`,
      '/api/status',
      '/health',
    ]) {
      expect([path, (await ask(path, { headers: from('cross-site', navigation) })).status]).toEqual([path, 403]);
    }
  });

  it('may ask where its origin is allowed', async () => {
    const headers = { ...shown, ...from('cross-site', { 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' }) };
    const answer = await ask('/v1/models', { headers: { ...headers, origin: friend } });
    expect([answer.status, answer.headers['access-control-allow-origin']]).toEqual([200, friend]);
    expect((await ask('/v1/models', { headers: { ...headers, origin: 'https://evil.test' } })).status).toBe(403);
  });

  it.each(['same-origin', 'none'])('is not who asks where the browser says %s', async (site) => {
    expect((await ask('/v1/models', { headers: { ...shown, 'sec-fetch-site': site } })).status).toBe(200);
  });
});

describe('every answer', () => {
  const marks = { 'x-content-type-options': 'nosniff', 'cross-origin-resource-policy': 'same-origin' };
  const long = 'x'.repeat(1024 * 1024);

  it.each<[string, number, string, RequestOptions & { body?: string }]>([
    ['the page', 200, '/', {}],
    ['a file of it', 200, '/assets/main.js', {}],
    ['health', 200, '/health', {}],
    ['a list', 200, '/v1/models', { headers: shown }],
    ['a refusal', 401, '/v1/models', {}],
    ['the owner’s API', 401, '/api/keys', {}],
    ['nothing', 404, '/nothing', { headers: shown }],
    ['nothing for KoboldAI', 404, '/api/v1/model', {}],
    ['a foreign host', 403, '/v1/models', { headers: { host: 'evil.test' } }],
    ['a foreign origin', 403, '/v1/models', { headers: { origin: 'https://evil.test' } }],
    ['a malformed host', 400, '/v1/models', { headers: { host: '127.999.999.999' } }],
    [
      'a wrong type',
      415,
      '/v1/embeddings',
      { method: 'POST', headers: { ...shown, 'content-type': 'text/plain' }, body: 'x' },
    ],
    ['too large a body', 413, '/v1/embeddings', { method: 'POST', headers: { ...shown, ...json }, body: `"${long}"` }],
    ['no JSON', 400, '/v1/embeddings', { method: 'POST', headers: { ...shown, ...json }, body: '{' }],
    [
      'a preflight',
      204,
      '/v1/models',
      { method: 'OPTIONS', headers: { origin: friend, 'access-control-request-method': 'GET' } },
    ],
  ])('(%s) says that it is of one type and for one origin', async (_, status, path, options) => {
    const answer = await ask(path, options);
    expect([answer.status, answer.headers]).toEqual([status, expect.objectContaining(marks)]);
  });

  it('but the page is no document of ours, so that no script in an uploaded file runs beside the page', async () => {
    const policyOf = async (path: string) => (await ask(path, { headers: shown })).headers['content-security-policy'];
    for (const path of ['/gemini/v1beta/files/x:download?alt=media', '/v1/models', '/nothing']) {
      expect([path, await policyOf(path)]).toEqual([path, expect.stringMatching(/default-src 'none'.*sandbox$/)]);
    }
    expect(await policyOf('/')).toMatch(/^default-src 'self'/);
  });

  it('says so to who is refused a WebSocket', async () => {
    const answer = await firstBytes(handshake('localhost'));
    expect(answer).toMatch(/^HTTP\/1.1 401 /);
    for (const [name, value] of Object.entries(marks)) expect(answer).toContain(`\r\n${name}: ${value}\r\n`);
  });

  it.each<[number, Record<string, string>, string]>([
    [415, { 'content-type': 'text/plain' }, 'x'],
    [413, json, `"${long}"`],
    [401, json, '{}'],
  ])('of %i is readable by the page whose origin is allowed', async (status, headers, body) => {
    const answer = await ask('/v1/embeddings', { method: 'POST', headers: { ...headers, origin: friend }, body });
    expect([answer.status, answer.headers['access-control-allow-origin']]).toEqual([status, friend]);
    const other = await ask('/v1/embeddings', {
      method: 'POST',
      headers: { ...headers, origin: 'https://a.test' },
      body,
    });
    expect([other.status, other.headers['access-control-allow-origin']]).toEqual([403, undefined]);
  });
});

const handshake = (host: string) =>
  'GET /ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent HTTP/1.1\r\n' +
  `Host: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n` +
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n';

describe('a Host that is none', () => {
  const malformed = [
    '127.999.999.999',
    '127.0.0.1:99999',
    'a:b@127.0.0.1',
    'b@localhost',
    'localhost/x',
    'localhost?x',
    'localhost#x',
    'local host',
    '[::1',
    '%zz',
    '127.0.0.1, 127.0.0.1',
  ];

  it.each(malformed)('(%s) is told so, by HTTP', async (host) => {
    log.length = 0;
    const answer = await firstBytes(`GET /v1/models HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1.1 400 /);
    expect(answer).toContain('"param":"Host"');
    expect(log).toEqual([]);
  });

  it.each(malformed)('(%s) is told so, by WebSocket, and nothing of it is in the log', async (host) => {
    log.length = 0;
    const answer = await firstBytes(handshake(host));
    expect(answer).toMatch(/^HTTP\/1.1 400 /);
    expect(answer).toContain('malformed');
    expect(log).toEqual([]);
  });
});
