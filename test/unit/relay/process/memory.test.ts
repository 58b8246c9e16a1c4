/** What passes through the relay must not pile up in it. */
// covers: src/relay
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { afterEach, expect, test } from 'vitest';
import { peakMemory } from '../../../support/memory.ts';
import { type RelayProcess, startRelayProcess } from '../../../support/relay.ts';

const MIB = 1024 * 1024;
const SIZE = 20 * MIB;
const PIECE = Buffer.alloc(64 * 1024, 'a');

let upstream: Server;
let relay: RelayProcess | undefined;

afterEach(async () => {
  await relay?.stop();
  upstream.closeAllConnections();
  upstream.close();
});

/** Reads what comes and answers with as much, holding neither. */
async function startUpstream(): Promise<{ url: string; received: () => number; beginning: () => string }> {
  let received = 0;
  let beginning = '';
  upstream = createServer((request, response) => {
    received = 0;
    beginning = '';
    request.on('data', (bytes: Buffer) => {
      if (beginning.length < 100) beginning += bytes.subarray(0, 100).toString();
      received += bytes.length;
    });
    const answer = async () => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"newAnswerField":true,"candidates":[{"content":{"parts":[{"text":"');
      for (let sent = 0; sent < SIZE; sent += PIECE.length) {
        if (!response.write(PIECE)) await new Promise((resolve) => response.once('drain', resolve));
      }
      response.end('"}]}}],"usageMetadata":{"promptTokenCount":7,"candidatesTokenCount":9}}');
    };
    request.on('end', () => void answer());
  });
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  const { port } = upstream.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, received: () => received, beginning: () => beginning };
}

async function* smallBody() {
  yield Buffer.from('{"fieldNobodyKnows":{"deep":[1,2]},"contents":[{"parts":[{"text":"draw"}]}]}');
}

async function* largeBody() {
  yield Buffer.from('{"fieldNobodyKnows":{"deep":[1,2]},"contents":[{"parts":[{"inlineData":{"data":"');
  for (let sent = 0; sent < SIZE; sent += PIECE.length) yield PIECE;
  yield Buffer.from('"}}]}]}');
}

async function exchange(body: typeof largeBody): Promise<{ size: number; beginning: string }> {
  const response = await fetch(`${relay?.url}/gemini/v1beta/models/gemini-2.5-flash:generateContent`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-goog-api-key': '123' },
    body: Readable.toWeb(Readable.from(body())) as ReadableStream,
    duplex: 'half',
  } as RequestInit);
  expect(response.status).toBe(200);
  let size = 0;
  let beginning = '';
  for await (const bytes of response.body as unknown as AsyncIterable<Uint8Array>) {
    if (beginning.length < 60) beginning += new TextDecoder().decode(bytes.subarray(0, 60));
    size += bytes.length;
  }
  return { size, beginning };
}

test.skipIf(process.platform !== 'linux').each([
  { of: '20 MB', body: largeBody, sent: SIZE },
  { of: 'a few bytes', body: smallBody, sent: 0 },
])('a body of $of and an answer of 20 MB take less than 8 MB', async ({ body, sent }) => {
  const google = await startUpstream();
  relay = await startRelayProcess({
    GEMINI_BASE_URL: google.url,
    GEMINI_API_KEYS: 'AIzaSyMEMORY_0123456789',
    // Garbage that nobody has collected yet is no memory that is needed.
    NODE_OPTIONS: '--max-semi-space-size=1',
  });
  // Code is compiled, buffers of connections are there.
  for (let i = 0; i < 3; i++) await exchange(body);
  const memory = peakMemory(relay.pid);
  let least = Number.POSITIVE_INFINITY;
  let last = await exchange(body);
  // What is needed is needed each time; what the collector or the system comes late with is not.
  for (let i = 0; i < 5 && least > 8 * MIB; i++) {
    const before = memory.now();
    memory.reset();
    last = await exchange(body);
    least = Math.min(least, memory.peak() - before);
  }
  const { size, beginning } = last;
  expect(size).toBeGreaterThan(SIZE);
  expect(beginning).toContain('"newAnswerField":true');
  expect(google.received()).toBeGreaterThan(sent);
  expect(google.beginning()).toContain('"fieldNobodyKnows":{"deep":[1,2]}');
  expect(least / MIB).toBeLessThan(8);
});

/** Reads what comes and answers with a word. */
async function startTerseUpstream(): Promise<string> {
  upstream = createServer((request, response) => {
    request.resume().on('end', () => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end('{"candidates":[{"content":{"parts":[{"text":"Yes."}]},"finishReason":"STOP"}]}');
    });
  });
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`;
}

const LONG = `天${'a'.repeat(MIB)}`;

test.each([
  { dialect: 'OpenAI', path: '/v1/chat/completions', body: { messages: [{ role: 'user', content: LONG }] } },
  {
    dialect: 'Gemini',
    path: '/gemini/v1beta/models/gemini-2.5-flash:generateContent',
    body: { contents: [{ parts: [{ text: LONG }] }] },
  },
])('a hundred and fifty long requests of $dialect’s leave nothing behind', async ({ path, body }) => {
  relay = await startRelayProcess({
    GEMINI_BASE_URL: await startTerseUpstream(),
    GEMINI_API_KEYS: 'AIzaSyMEMORY_0123456789',
    MAX_REQUESTS_PER_MINUTE: '1000',
    // Two bytes a letter: half of them would not find room in it.
    NODE_OPTIONS: '--max-old-space-size=150',
  });
  const json = JSON.stringify({ model: 'gemini-2.5-flash', ...body });
  for (let count = 0; count < 150; count++) {
    const response = await fetch(`${relay.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer 123', 'x-goog-api-key': '123' },
      body: json,
    });
    expect(await response.text()).toContain('Yes.');
  }
});
