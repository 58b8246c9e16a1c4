/** What somebody who means harm, or a page of theirs, can do to a running relay: nothing. */
// covers: src/relay/http
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type FakeGemini, startFakeGemini } from '../../../fake-gemini/server.ts';
import { type RelayEnv, type RelayProcess, startRelayProcess } from '../../../support/relay.ts';

const KEY = `AIzaSy${'SecurityTestKey'.padEnd(33, 'x')}`;
const PASSWORD = 'security-test-password';
const WEB_PASSWORD = 'security-test-web-password';
const question = { model: 'gemini-2.5-flash', messages: [{ role: 'user', content: 'hello' }] };

let fake: FakeGemini;
let relay: RelayProcess;
const start = (env: RelayEnv = {}) =>
  startRelayProcess({ GEMINI_BASE_URL: fake.url, GEMINI_API_KEYS: KEY, PASSWORD, WEB_PASSWORD, ...env });
beforeAll(async () => {
  fake = await startFakeGemini();
  relay = await start({ MAX_BODY_MB: '1', REQUEST_HEAD_TIMEOUT: '1', REQUEST_IDLE_TIMEOUT: '1', LOG_LEVEL: 'debug' });
}, 60_000);
afterAll(async () => {
  await relay.stop();
  await fake.close();
});

const ask = (headers: Record<string, string> = {}, body: unknown = question) =>
  fetch(`${relay.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${PASSWORD}`, 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

function open(): Socket {
  const { hostname, port } = new URL(relay.url);
  const socket = connect(Number(port), hostname);
  onTestFinished(() => void socket.destroy());
  return socket.on('error', () => undefined);
}

/** All that comes back for these bytes until the relay closes the connection. */
async function raw(head: string): Promise<string> {
  const socket = open();
  socket.write(head);
  return text(socket);
}
const status = (answer: string): number => Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]);

describe('a page of another site', () => {
  it.each(['evil.test', `127.0.0.1.evil.test`, 'localhost@evil.test', ''])(
    'with a name of its own for this computer (%j) is refused',
    async (host) => {
      const answer = await raw(`GET /api/keys HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
      expect([400, 403]).toContain(status(answer));
      expect(answer).not.toContain('AIza');
    },
  );

  it.each(['https://evil.test', 'null', 'http://127.0.0.1:1'])(
    '(%s) is refused, with the right password too',
    async (origin) => {
      const response = await ask({ origin });
      expect(response.status).toBe(403);
      expect(response.headers.get('access-control-allow-origin')).toBeNull();
    },
  );

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'cannot post a form (%s)',
    async (type) => {
      expect((await ask({ 'content-type': type })).status).toBe(415);
    },
  );
});

describe('who guesses the password', () => {
  it('gets few guesses at any door, hanging up or not, and locks nobody out', async () => {
    const attacked = await start();
    const ask = async (path: string, password: string | undefined, userAgent: string, init: RequestInit = {}) => {
      const authorization = password === undefined ? {} : { authorization: `Bearer ${password}` };
      return fetch(`${attacked.url}${path}`, {
        ...init,
        headers: { ...authorization, 'user-agent': userAgent, 'content-type': 'application/json' },
      });
    };
    const status = async (...args: Parameters<typeof ask>) => (await ask(...args)).status;
    // Who shows none is refused and not counted.
    for (let n = 0; n < 50; n++) expect(await status('/v1/models', undefined, 'nobody')).toBe(401);
    expect(await status('/v1/models', PASSWORD, 'frontend')).toBe(200);
    const added = await ask('/api/clients', WEB_PASSWORD, 'browser', { method: 'POST', body: '{"name":"phone"}' });
    const { password: phone } = (await added.json()) as { readonly password: string };

    const began = performance.now();
    const doors = [
      '/v1/models',
      '/gemini/v1beta/models',
      '/api/keys',
      '/metrics',
      '/v1/models?key=guess',
      '/v1/nowhere',
    ];
    const guesses = await Promise.all(
      Array.from({ length: 300 }, (_, n) => ask(doors[n % doors.length] ?? '', `guess-${n}`, `guesser ${n % 7}`)),
    );
    const compared = guesses.filter((response) => response.status === 401).length;
    // Whoever hangs up has had its guess all the same.
    await Promise.allSettled(
      Array.from({ length: 100 }, (_, n) =>
        ask('/v1/models', `guess-${n}`, 'impatient', { signal: AbortSignal.timeout(1) }),
      ),
    );
    expect(compared).toBeGreaterThanOrEqual(10);
    expect(compared).toBeLessThanOrEqual(11 + (performance.now() - began) / 1_000);
    const refused = guesses.find((response) => response.status === 429);
    expect(refused?.headers.get('retry-after')).toBe('1');
    const codes = new Set(guesses.map((response) => response.status));
    expect(codes).toEqual(new Set([401, 429]));

    expect(await status('/v1/models', PASSWORD, 'frontend')).toBe(200);
    expect(await status('/api/keys', WEB_PASSWORD, 'browser')).toBe(200);
    expect(await status('/v1/models', phone, 'never seen before')).toBe(200);
    expect((await attacked.stop()).code).toBe(0);
    expect(attacked.log).toContainEqual(expect.objectContaining({ event: 'wrong-passwords', client: '127.0.0.1' }));
    expect(JSON.stringify(attacked.log)).not.toContain('guess-');
  }, 60_000);

  it('gets no more of them by way of WebSockets', async () => {
    const attacked = await start();
    const { hostname, port } = new URL(attacked.url);
    const knock = async (password: string) => {
      const socket = connect(Number(port), hostname);
      socket.write(
        `GET /ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent?key=${password} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`,
      );
      return text(socket);
    };
    const answers = await Promise.all(Array.from({ length: 60 }, (_, n) => knock(`guess-${n}`)));
    const refused = answers.filter((answer) => status(answer) === 429);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]).toMatch(/retry-after: 1\r\n.*RESOURCE_EXHAUSTED/s);
    await attacked.stop();
  }, 60_000);

  it('is told the same about the page’s password, and that of the model API opens no page', async () => {
    for (const password of ['wrong', PASSWORD, '']) {
      const response = await fetch(`${relay.url}/api/keys`, { headers: { authorization: `Bearer ${password}` } });
      expect([response.status, response.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
    }
  });
});

describe('who takes up room', () => {
  it('gets no body in that is too large, told or not told', async () => {
    const large = JSON.stringify({ ...question, user: 'x'.repeat(1024 * 1024) });
    expect((await ask({}, large)).status).toBe(413);
    const head = `POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${PASSWORD}\r\nContent-Type: application/json\r\n`;
    expect(status(await raw(`${head}Content-Length: 99999999999\r\n\r\n`))).toBe(413);
    const chunked = `${head}Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n${large.length.toString(16)}\r\n${large}\r\n0\r\n\r\n`;
    expect(status(await raw(chunked))).toBe(413);
  });

  it('is let go when the head, or the body, does not come to its end', async () => {
    const silent = text(open());
    const slowHead = raw('GET /health HTTP/1.1\r\nHost: localhost\r\nX-Slow: ');
    const slowBody = raw(
      `POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${PASSWORD}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{`,
    );
    for (const answer of await Promise.all([silent, slowHead, slowBody])) expect(answer).not.toContain('200 OK');
  });

  it('is not taken for a client whose answer is slow', async () => {
    fake.script({}, { text: ['slow ', 'and ', 'whole'], beforeHead: 1_500, betweenChunks: 1_500 }, 1);
    const response = await ask({}, { ...question, stream: true });
    const body = await response.text();
    expect(body).toContain('whole');
    expect(body).toContain('[DONE]');
  });
});

describe('who looks for files', () => {
  it.each([
    '/../package.json',
    '/assets/../../hajimi-relay.js',
    '/assets/..%2f..%2fhajimi-relay.js',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/..\\..\\package.json',
    '//etc/passwd',
    '/assets/%00',
    'file:///etc/passwd',
  ])('finds none at %s', async (path) => {
    const answer = await raw(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
    expect([400, 401, 403, 404]).toContain(status(answer));
    expect(answer).not.toMatch(/root:|"dependencies"|createServer/);
  });
});

describe('whoever reads the log or an error', () => {
  it('finds no secret in it', async () => {
    fake.script({}, { error: 'key-invalid', message: `API key not valid: ${KEY}` }, 1);
    const bodies = await Promise.all([
      ask(),
      ask({ authorization: `Bearer ${PASSWORD}x` }),
      ask({}, `{"broken ${KEY} ${PASSWORD}`),
      ask({}, { model: KEY, messages: [] }),
      fetch(`${relay.url}/v1/models/${PASSWORD}?key=${WEB_PASSWORD}`),
      fetch(`${relay.url}/nowhere/${KEY}?key=${PASSWORD}`),
      fetch(`${relay.url}/api/keys/${KEY}/test`, {
        method: 'POST',
        headers: { authorization: `Bearer ${WEB_PASSWORD}` },
      }),
    ]).then((responses) => Promise.all(responses.map((response) => response.text())));
    // What the client itself sent may come back to it; what only the relay knows may not.
    expect(bodies[0]).not.toContain(KEY);
    expect(bodies.join()).not.toContain(WEB_PASSWORD);
    const log = JSON.stringify(relay.log);
    for (const secret of [KEY, PASSWORD, WEB_PASSWORD]) expect(log).not.toContain(secret);
  });
});
