/** What clients send that would rather speak HTTP/2, byte by byte: they get HTTP/1.1. */
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { type FakeGemini, startFakeGemini } from '../../../fake-gemini/server.ts';
import { type RelayProcess, startRelayProcess } from '../../../support/relay.ts';

/** Java's HttpClient and curl write the same header three times over. */
const offer = (upgrade: string) =>
  `Host: localhost\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA\r\nUpgrade: ${upgrade}\r\nAuthorization: Bearer 123\r\n`;
const question = (text: string, stream = false) =>
  JSON.stringify({ model: 'gemini-2.5-flash', stream, messages: [{ role: 'user', content: text }] });

let fake: FakeGemini;
let relay: RelayProcess;
beforeAll(async () => {
  fake = await startFakeGemini();
  relay = await startRelayProcess({ GEMINI_BASE_URL: fake.url, GEMINI_API_KEYS: `AIzaSy${'Upgrade'.padEnd(33, 'x')}` });
}, 60_000);
afterAll(async () => {
  await relay.stop();
  await fake.close();
});

/** A connection that stays, and all that came back on it. */
function open() {
  const { hostname, port } = new URL(relay.url);
  const socket: Socket = connect(Number(port), hostname);
  let received = '';
  socket.setEncoding('utf8').on('data', (text) => {
    received += text;
  });
  onTestFinished(() => void socket.destroy());
  return {
    socket,
    /** The next answer, whole. */
    async answer(): Promise<string> {
      await expect.poll(() => isWhole(received)).toBe(true);
      const answer = received;
      received = '';
      return answer;
    },
  };
}

function isWhole(answer: string): boolean {
  const [head = '', body = ''] = answer.split(/\r\n\r\n(.*)/s);
  const length = /content-length: (\d+)/i.exec(head)?.[1];
  return length === undefined ? body.endsWith('\r\n0\r\n\r\n') : Buffer.byteLength(body) === Number(length);
}

const withLength = (upgrade: string, body: string) =>
  `POST /v1/chat/completions HTTP/1.1\r\nContent-Length: ${Buffer.byteLength(body)}\r\n${offer(upgrade)}Content-Type: application/json\r\n\r\n${body}`;

/** A chunked body, in chunks of so many bytes. */
function chunked(body: string, size: number): string {
  const chunks = [];
  for (let at = 0; at < body.length; at += size) {
    const chunk = body.slice(at, at + size);
    chunks.push(`${chunk.length.toString(16)}\r\n${chunk}\r\n`);
  }
  return `POST /v1/chat/completions HTTP/1.1\r\nTransfer-Encoding: chunked\r\n${offer('h2c')}Content-Type: application/json\r\n\r\n${chunks.join('')}0\r\n\r\n`;
}

const textAtGoogle = () => JSON.stringify(fake.requests.at(-1)?.body);

it.each(['h2c', 'H2C', 'TLS/1.0', 'h2c, websocket', 'websocket'])(
  'a question with Upgrade: %s is answered over HTTP/1.1',
  async (upgrade) => {
    const { socket, answer } = open();
    socket.write(withLength(upgrade, question(`asked with ${upgrade}`)));
    expect(await answer()).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(textAtGoogle()).toContain(`asked with ${upgrade}`);
  },
);

it('many questions on one connection: without a body, with a length, in chunks, piece by piece, as a stream', async () => {
  const { socket, answer } = open();
  for (let round = 0; round < 2; round++) {
    socket.write(`GET /v1/models HTTP/1.1\r\n${offer('h2c')}\r\n`);
    expect(await answer()).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    socket.write(withLength('h2c', question(`length ${round}`)));
    expect(await answer()).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(textAtGoogle()).toContain(`length ${round}`);
    socket.write(chunked(question(`chunks ${round}`), 7));
    expect(await answer()).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(textAtGoogle()).toContain(`chunks ${round}`);
    for (const piece of withLength('h2c', question(`pieces ${round}`)).match(/.{1,61}/gs) ?? []) {
      await new Promise((sent) => socket.write(piece, sent));
    }
    expect(await answer()).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(textAtGoogle()).toContain(`pieces ${round}`);
    fake.script({}, { text: ['one ', 'two ', 'three'], betweenChunks: 20 }, 1);
    socket.write(withLength('h2c', question('stream', true)));
    expect(await answer()).toMatch(/^HTTP\/1\.1 200 OK\r\n.*one .*two .*three.*\[DONE\]/s);
  }
});

it('a large body arrives whole', async () => {
  const { socket, answer } = open();
  const large = 'x'.repeat(5_000_000);
  socket.write(withLength('h2c', question(large)));
  expect(await answer()).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  expect(textAtGoogle().length).toBeGreaterThan(large.length);
  socket.write(chunked(question(large), 65_536));
  expect(await answer()).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  expect(textAtGoogle().length).toBeGreaterThan(large.length);
});

it('who shows a wrong password is told so', async () => {
  const { socket, answer } = open();
  socket.write(`GET /v1/models HTTP/1.1\r\n${offer('h2c').replace('Bearer 123', 'Bearer 124')}\r\n`);
  expect(await answer()).toMatch(/^HTTP\/1\.1 401 .*invalid_api_key/s);
});

it('a WebSocket handshake is one, in any letter case', async () => {
  const { socket, answer } = open();
  socket.write(
    'GET /nowhere HTTP/1.1\r\nHost: localhost\r\nConnection: upgrade\r\nUpgrade: WebSocket\r\nSec-WebSocket-Version: 13\r\n\r\n',
  );
  expect(await answer()).toContain('Nothing is served at WebSocket /nowhere');
});
