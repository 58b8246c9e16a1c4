import { afterEach, expect, test } from 'vitest';
import { ProxyError } from '../../../../src/core/errors.ts';
import type { Caller } from '../../../../src/core/ports.ts';
import {
  type ClientFrame,
  creditWindow,
  type OpenFrame,
  type ServerFrame,
} from '../../../../src/extension/protocol/frames.ts';
import { type Answer, exchange, Refused } from '../../../../src/extension/rpc/client.ts';
import { NotAllowed, serveExchange } from '../../../../src/extension/rpc/server.ts';
import { settled } from '../../../support/clock.ts';
import { replyOf, requestOf } from '../../../support/exchange.ts';
import { waitFor } from '../../../support/wait-for.ts';
import { portPair } from '../port-pair.ts';

/** Both ends are in this process: what goes back and forth without being asked for is over after some turns of it. */
async function atRest(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await settled();
}

const caller: Caller = { id: 'https://chat.example', trust: 'site' };
const reported: unknown[] = [];
const languages = ['zh-CN', 'en'];
const held = { now: 0, ever: 0 };
const hold = () => {
  held.now += 1;
  held.ever += 1;
  return () => {
    held.now -= 1;
  };
};

afterEach(async () => {
  await waitFor(() => expect(held.now, 'nothing keeps the background alive').toBe(0));
  held.ever = 0;
  reported.length = 0;
});

/** Asks `app` over a connection, as a page asks the background. */
function ask(
  app: (request: Request) => Response | Promise<Response>,
  open: Partial<OpenFrame> = {},
  signal: AbortSignal = new AbortController().signal,
): Promise<Answer> {
  const [client, server] = portPair<ClientFrame, ServerFrame>();
  serveExchange(server, {
    admit: async (url) => ({ url, caller, answer: async (exchange) => replyOf(await app(requestOf(exchange))) }),
    languages,
    hold,
    report: (error) => reported.push(error),
  });
  const frame: OpenFrame = {
    kind: 'open',
    method: 'GET',
    url: 'https://hajimi.invalid/',
    headers: [],
    body: null,
    ...open,
  };
  return exchange(
    (receive) => {
      client.onMessage.addListener(receive);
      return { send: client.postMessage, close: client.disconnect };
    },
    frame,
    signal,
  );
}

const textOf = (answer: Answer) => new Response(answer.body).text();
const total = (bytes: Uint8Array) => bytes.reduce((sum, byte) => sum + byte, 0);
const piece = (length: number) => new Uint8Array(length);

/** A body that never ends by itself, and what became of it. */
function endless(length: number) {
  const fate = { made: 0, cancelled: undefined as unknown };
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        fate.made += length;
        controller.enqueue(piece(length));
      },
      cancel(reason) {
        fate.cancelled = reason ?? 'no reason';
      },
    },
    { highWaterMark: 0 },
  );
  return { body, fate };
}

test('carries status, headers and body of an answer', async () => {
  const { head, body } = await ask(() => new Response('hello', { status: 418, headers: { 'x-one': '1' } }));
  expect(head).toMatchObject({ status: 418, hasBody: true });
  expect(new Headers(head.headers as [string, string][]).get('x-one')).toBe('1');
  expect(await new Response(body).text()).toBe('hello');
});

test('carries method, path, headers and body of a request', async () => {
  const seen = async (request: Request) =>
    Response.json([request.method, request.url, request.headers.get('authorization'), await request.text()]);
  const open = {
    method: 'POST',
    url: 'https://hajimi.invalid/v1/x?y=1',
    headers: [['authorization', 'Bearer z'] as [string, string]],
  };
  const bytes = new TextEncoder().encode('你好');
  const expected = ['POST', open.url, 'Bearer z', '你好'];
  expect(JSON.parse(await textOf(await ask(seen, { ...open, body: bytes })))).toEqual(expected);
  expect(JSON.parse(await textOf(await ask(seen, { ...open, body: new Blob([bytes]) })))).toEqual(expected);
});

test('an answer without a body has none', async () => {
  const { head, body } = await ask(() => new Response(null, { status: 204 }));
  expect([head.status, body]).toEqual([204, null]);
});

test('keeps the pieces of a body as they were made', async () => {
  const parts = ['data: 1\n\n', '', 'data: 2\n\ndata: 3\n\n', 'data: [DONE]\n\n'];
  const encoder = new TextEncoder();
  const body = new ReadableStream({
    start(controller) {
      for (const part of parts) controller.enqueue(encoder.encode(part));
      controller.close();
    },
  });
  const seen: string[] = [];
  for await (const bytes of (await ask(() => new Response(body))).body ?? [])
    seen.push(new TextDecoder().decode(bytes));
  expect(seen).toEqual(parts.filter((part) => part !== ''));
});

test('sends a view without the rest of its buffer, and a huge piece in several', async () => {
  const large = new Uint8Array(20 * 1024 * 1024).map((_, index) => index % 251);
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(large.subarray(5, 8));
      controller.enqueue(large);
      controller.close();
    },
  });
  const { body: received } = await ask(() => new Response(body));
  const lengths: number[] = [];
  const buffers: number[] = [];
  let sum = 0;
  for await (const bytes of received ?? []) {
    lengths.push(bytes.length);
    buffers.push(bytes.buffer.byteLength);
    sum += total(bytes);
  }
  expect(buffers).toEqual(lengths);
  expect(Math.max(...lengths)).toBeLessThanOrEqual(8 * 1024 * 1024);
  expect(sum).toBe(total(large) + 5 + 6 + 7);
});

test('a reader that does not read holds the source back; reading lets it go on', async () => {
  const length = 10_000;
  const { body, fate } = endless(length);
  const reader = (await ask(() => new Response(body))).body?.getReader();
  await waitFor(() => expect(fate.made).toBeGreaterThanOrEqual(creditWindow));
  await atRest();
  expect(fate.made).toBeLessThan(creditWindow + length);
  for (let read = 0; read < 4 * creditWindow; read += length) await reader?.read();
  expect(fate.made).toBeLessThan(6 * creditWindow);
  await reader?.cancel('enough');
  await waitFor(() => expect(fate.cancelled).toBeDefined());
});

test('a piece larger than the window waits for credit in its middle', async () => {
  const [client, server] = portPair<ClientFrame, ServerFrame>();
  const answer = async () => replyOf(new Response(piece(10 * creditWindow)));
  const admit = async (url: string) => ({ url, caller, answer });
  serveExchange(server, { admit, languages, hold, report: (error) => reported.push(error) });
  let bytes = 0;
  let ended = false;
  client.onMessage.addListener((frame) => {
    if (frame.kind === 'chunk') bytes += frame.bytes.byteLength;
    if (frame.kind === 'end') ended = true;
  });
  client.postMessage({ kind: 'open', method: 'GET', url: 'https://hajimi.invalid/', headers: [], body: null });
  await waitFor(() => expect(bytes).toBeGreaterThanOrEqual(creditWindow));
  await atRest();
  expect(bytes).toBeLessThan(2 * creditWindow);
  client.postMessage({ kind: 'credit', bytes: 10 * creditWindow });
  await waitFor(() => expect([ended, bytes]).toEqual([true, 10 * creditWindow]));
});

test.each([
  ['none, and so the browser’s hold', [], 'zh-CN, en'],
  ['its own', [['Accept-Language', 'de']], 'de'],
] as const)('a request names languages: %s', async (_, headers, language) => {
  const said = (request: Request) => new Response(request.headers.get('accept-language'));
  expect(await textOf(await ask(said, { headers: headers.map(([name, value]) => [name, value]) }))).toBe(language);
});

test('a BYOB reader gets bytes and the end', async () => {
  const { body } = await ask(() => new Response('abc'));
  const reader = body?.getReader({ mode: 'byob' });
  const first = await reader?.read(piece(10));
  expect(new TextDecoder().decode(first?.value)).toBe('abc');
  expect((await reader?.read(piece(10)))?.done).toBe(true);
});

test('cancelling the body aborts the request and cancels its source', async () => {
  const { body, fate } = endless(1_000);
  const requests: Request[] = [];
  const answer = await ask((request) => {
    requests.push(request);
    return new Response(body);
  });
  await answer.body?.cancel();
  await waitFor(() => expect([requests[0]?.signal.aborted, fate.cancelled]).toEqual([true, expect.anything()]));
});

test('an abort before the head rejects with its reason and aborts the request', async () => {
  const abort = new AbortController();
  const reason = new Error('changed my mind');
  let told = false;
  const asking = ask(
    (request) =>
      new Promise((_, reject) => {
        request.signal.addEventListener('abort', () => {
          told = true;
          reject(request.signal.reason);
        });
        abort.abort(reason);
      }),
    {},
    abort.signal,
  );
  await expect(asking).rejects.toBe(reason);
  await waitFor(() => expect([told, held.now]).toEqual([true, 0]));
});

test('an abort after the head errors the body with its reason, although the app does not look at the signal', async () => {
  const abort = new AbortController();
  const { body, fate } = endless(1_000);
  const answer = await ask(() => new Response(body), {}, abort.signal);
  const reader = answer.body?.getReader();
  await reader?.read();
  const reason = new Error('changed my mind');
  abort.abort(reason);
  await expect(reader?.read()).rejects.toBe(reason);
  await waitFor(() => expect(fate.cancelled).toBeDefined());
});

test('a signal that was aborted before asks nothing', async () => {
  await expect(ask(() => new Response('x'), {}, AbortSignal.abort('no'))).rejects.toBe('no');
  expect(held.ever).toBe(0);
});

test('an abort after the end changes nothing', async () => {
  const abort = new AbortController();
  const answer = await ask(() => new Response('all of it'), {}, abort.signal);
  await atRest();
  abort.abort();
  expect(await textOf(answer)).toBe('all of it');
});

test('an app that throws is a failed fetch that tells the page nothing, and the log everything', async () => {
  const error = new Error('at https://upstream.test/?key=secret');
  const asking = ask(() => Promise.reject(error));
  await expect(asking).rejects.toThrow(
    TypeError('Failed to fetch: Hajimi could not finish the answer. Hajimi 未能完成回答。'),
  );
  expect(reported).toEqual([error]);
});

test('a body that breaks is a failed read, with the words that were meant for the client', async () => {
  const body = new ReadableStream({
    pull(controller) {
      controller.error(new ProxyError('answer_truncated'));
    },
  });
  const reader = (await ask(() => new Response(body))).body?.getReader();
  await expect(reader?.read()).rejects.toThrow(TypeError('The answer from Gemini broke off before its end'));
});

test.each([
  ['a method that cannot be sent', { method: 'TRACE' }],
  ['a URL that is none', { url: 'nowhere' }],
  ['headers of the wrong shape', { headers: 5 as unknown as OpenFrame['headers'] }],
  ['a body with GET', { body: piece(1) }],
])('a forged request fails alone: %s', async (_, open) => {
  await expect(ask(() => new Response('x'), open)).rejects.toThrow(TypeError);
});

test('keeps the background alive from the request to the end of its answer', async () => {
  const { body } = endless(1_000);
  const answer = await ask(() => new Response(body));
  expect(held.now).toBe(1);
  await answer.body?.cancel();
  await waitFor(() => expect(held.now).toBe(0));
});

test('a refused page is told so', async () => {
  const [client, server] = portPair<ClientFrame, ServerFrame>();
  const asking = exchange(
    (receive) => {
      client.onMessage.addListener(receive);
      return { send: client.postMessage, close: client.disconnect };
    },
    { kind: 'open', method: 'GET', url: 'https://hajimi.invalid/', headers: [], body: null },
    new AbortController().signal,
  );
  server.postMessage({ kind: 'refuse' });
  await expect(asking).rejects.toBeInstanceOf(Refused);
});

test('a page that may not ask is told just that', async () => {
  const asking = ask(() => {
    throw new NotAllowed();
  });
  await expect(asking).rejects.toThrow(Refused);
  expect(reported).toEqual([]);
});
