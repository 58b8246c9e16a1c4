/**
 * Every way in which a page calls `fetch`, each against the same call made natively to an ordinary HTTP server. That
 * server is the fake upstream itself: what passes through Hajimi unchanged must look to the page, and arrive there, as
 * if the page had asked it directly.
 */
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Behaviour } from '../../../fake-gemini/script.ts';
import { type Bench, startBench } from '../../support/bench.ts';

let bench: Bench;
let page: Page;
beforeAll(async () => {
  bench = await startBench();
  page = await bench.open();
});
afterAll(() => bench?.close());

/** Runs in the page. */
type Call = (url: string) => unknown;

/** Of no known method, so that nothing of the answer is read on the way. */
const unknown = '/v1beta/thing?a=1';
/** Bodies of every kind pass there; elsewhere they are the JSON that they were judged as. */
const files = '/upload/v1beta/files?a=1';

/** What one such call gave the page, and what of it arrived upstream. */
async function outcome(base: string, behaviour: Behaviour, call: Call, path: string) {
  bench.fake.reset();
  bench.fake.script({}, behaviour);
  const given: unknown = await page.evaluate(call as (url: string) => unknown, base + path);
  // A form is cut apart by a mark that is made up for each request.
  const plain = (text: unknown) =>
    typeof text === 'string' ? text.replace(/----WebKitFormBoundary\w+/g, '---') : text;
  const arrived = bench.fake.requests.map(({ verb, path, query, body, headers }) => {
    const { 'content-type': type, 'x-goog-test': test } = headers;
    const sent = String(plain(body));
    // What is of no type goes to Google as JSON.
    return [verb, path, query, sent.length > 1000 ? sent.length : sent, plain(type ?? 'application/json'), test];
  });
  return { given, arrived };
}

async function compare(behaviour: Behaviour, call: Call, path = unknown) {
  const native = await outcome(bench.fake.url, behaviour, call, path);
  const ours = await outcome('https://hajimi.invalid/gemini', behaviour, call, path);
  expect(ours).toEqual(native);
  return ours;
}

const answer: Behaviour = { raw: ['{"said": "é"}'], contentType: 'application/json' };
const pieces: Behaviour = { raw: ['one ', 'two é ', 'three'], contentType: 'text/plain', betweenChunks: 20 };
const endless: Behaviour = { raw: ['one ', 'two '], contentType: 'text/plain', gap: { at: 1, ms: 3_600_000 } };
const silent: Behaviour = { beforeHead: 3_600_000 };

describe('what is asked arrives', () => {
  test.each<[string, Call]>([
    ['a string', (url) => fetch(url).then((response) => response.text())],
    ['a string with a fragment', (url) => fetch(`${url}#here`).then((response) => response.text())],
    ['a URL', (url) => fetch(new URL(url)).then((response) => response.text())],
    ['a Request', (url) => fetch(new Request(url)).then((response) => response.text())],
    ['a method in lower case', (url) => fetch(url, { method: 'delete' }).then(({ status }) => status)],
    [
      'HEAD',
      async (url) => {
        const response = await fetch(url, { method: 'HEAD' });
        return [response.status, await response.text()];
      },
    ],
    ['no body', (url) => fetch(url, { method: 'POST' }).then(({ status }) => status)],
    [
      'headers as an object, Headers, pairs',
      async (url) => {
        const forms: HeadersInit[] = [
          { 'X-Goog-Test': ' a ' },
          new Headers({ 'x-goog-test': 'b' }),
          [
            ['x-goog-test', 'c'],
            ['X-GOOG-TEST', 'd'],
          ],
        ];
        const statuses: number[] = [];
        for (const headers of forms) statuses.push((await fetch(url, { headers })).status);
        return statuses;
      },
    ],
  ])('%s', async (_, call) => {
    const { arrived } = await compare(answer, call);
    expect(arrived.length).toBeGreaterThan(0);
  });

  test.each<[string, Call]>([
    [
      'a Request with everything, which is used up by it',
      async (url) => {
        const request = new Request(url, { method: 'PUT', body: 'abc', headers: { 'x-goog-test': 'yes' } });
        const { status } = await fetch(request);
        const twice = await fetch(request).catch((error: Error) => error.name);
        return [status, request.bodyUsed, twice];
      },
    ],
    [
      'init over a Request',
      async (url) => {
        const request = new Request(url, { method: 'PUT', body: 'no', headers: { 'x-goog-test': 'no' } });
        const init = { method: 'POST', body: 'yes', headers: { 'x-goog-test': 'yes', 'content-type': 'text/x' } };
        return [(await fetch(request, init)).status, request.bodyUsed];
      },
    ],
    [
      'some of init over a Request',
      async (url) => {
        const request = new Request(url, { method: 'POST', body: 'kept' });
        return (await fetch(request, { headers: { 'x-goog-test': 'yes' } })).status;
      },
    ],
    [
      'a clone of a Request',
      (url) => fetch(new Request(url, { method: 'POST', body: 'x' }).clone()).then(({ ok }) => ok),
    ],
    ['PATCH', (url) => fetch(url, { method: 'PATCH', body: '{}' }).then(({ status }) => status)],
    ['a string as body', (url) => fetch(url, { method: 'POST', body: 'naïve' }).then(({ status }) => status)],
    ['an empty body', (url) => fetch(url, { method: 'POST', body: '' }).then(({ status }) => status)],
    [
      'URLSearchParams',
      (url) =>
        fetch(url, { method: 'POST', body: new URLSearchParams({ a: 'b c', é: '&' }) }).then(({ status }) => status),
    ],
    [
      'FormData',
      (url) => {
        const body = new FormData();
        body.set('text', 'é');
        body.set('file', new File(['abc'], 'name.txt', { type: 'text/x' }));
        return fetch(url, { method: 'POST', body }).then(({ status }) => status);
      },
    ],
    ['a Blob', (url) => fetch(url, { method: 'POST', body: new Blob(['b']) }).then(({ status }) => status)],
    [
      'a Blob of a type',
      (url) => fetch(url, { method: 'POST', body: new Blob(['b'], { type: 'text/x' }) }).then(({ status }) => status),
    ],
    [
      'a Blob above the size that is sent by reference',
      (url) => fetch(url, { method: 'POST', body: new Blob(['b'.repeat(1_500_000)]) }).then(({ status }) => status),
    ],
    [
      'typed arrays and buffers',
      async (url) => {
        const { buffer } = new TextEncoder().encode('0123456789');
        const bodies = [
          buffer,
          new Uint8Array(buffer, 2, 3),
          new Uint16Array(buffer, 2, 3),
          new Float64Array(1),
          new DataView(buffer, 4, 1),
        ];
        const statuses: number[] = [];
        for (const body of bodies) statuses.push((await fetch(url, { method: 'POST', body })).status);
        return statuses;
      },
    ],
    [
      'options for a network',
      async (url) => {
        const options: RequestInit[] = [
          { keepalive: true },
          { cache: 'no-store' },
          { cache: 'reload' },
          { credentials: 'omit' },
          { mode: 'cors' },
          { redirect: 'error' },
          { redirect: 'manual' },
          { referrer: '', referrerPolicy: 'no-referrer' },
          { priority: 'high' },
          { signal: null },
        ];
        const statuses: number[] = [];
        for (const init of options) statuses.push((await fetch(url, { method: 'POST', body: 'x', ...init })).status);
        return statuses;
      },
    ],
  ])('%s', async (_, call) => {
    const { arrived } = await compare(answer, call, files);
    expect(arrived.length).toBeGreaterThan(0);
  });

  test('a stream, which natively needs HTTP/2', async () => {
    const whole: Call = (url) =>
      fetch(url, { method: 'POST', headers: { 'content-type': 'text/x' }, body: 'one two' }).then(
        ({ status }) => status,
      );
    const streamed: Call = (url) => {
      const body = new ReadableStream<string>({
        async start(controller) {
          controller.enqueue('one ');
          await new Promise((resolve) => setTimeout(resolve, 20));
          controller.enqueue('two');
          controller.close();
        },
      }).pipeThrough(new TextEncoderStream());
      const init = { method: 'POST', headers: { 'content-type': 'text/x' }, body, duplex: 'half' };
      return fetch(url, init as RequestInit).then(({ status }) => status);
    };
    const native = await outcome(bench.fake.url, answer, whole, files);
    expect(await outcome('https://hajimi.invalid/gemini', answer, streamed, files)).toEqual(native);
  });
});

describe('what is answered is given', () => {
  test.each<[string, Behaviour, Call]>([
    [
      'the head',
      answer,
      async (url) => {
        const response = await fetch(url);
        const { headers, ok, status, type, redirected, bodyUsed } = response;
        return {
          ...{ ok, status, type, redirected, bodyUsed },
          url: new URL(response.url).search === '?a=1' && new URL(response.url).origin === new URL(url).origin,
          tag: Object.prototype.toString.call(response),
          genuine: response instanceof Response && response.constructor === Response,
          own: Object.getOwnPropertyNames(response),
          type2: [headers.get('Content-Type'), headers.has('x-nothing'), headers.get('x-nothing')],
          body: Object.prototype.toString.call(response.body),
          same: response.headers === headers,
        };
      },
    ],
    [
      'an error is an answer',
      {
        raw: ['{"error": {"code": 400, "message": "none", "status": "INVALID_ARGUMENT"}}'],
        status: 400,
        contentType: 'application/json',
      },
      async (url) => {
        const response = await fetch(url);
        return [response.ok, response.status, await response.json()];
      },
    ],
    [
      'no body',
      { raw: [], status: 204 },
      async (url) => {
        const response = await fetch(url);
        return [response.status, await response.text()];
      },
    ],
    [
      'every way to read it',
      answer,
      async (url) => {
        const [json, text, buffer, bytes, blob] = await Promise.all([
          fetch(url).then((response) => response.json()),
          fetch(url).then((response) => response.text()),
          fetch(url).then((response) => response.arrayBuffer()),
          fetch(url).then((response) => response.bytes()),
          fetch(url).then((response) => response.blob()),
        ]);
        return [json, text, buffer.byteLength, [...bytes], blob.type, await blob.text()];
      },
    ],
    [
      'what cannot be read that way',
      pieces,
      async (url) => {
        const names: string[] = [];
        const note = (error: Error) => void names.push(error.name);
        await fetch(url).then((response) => response.json().catch(note));
        await fetch(url).then((response) => response.formData().catch(note));
        const response = await fetch(url);
        await response.text();
        await response.text().catch(note);
        try {
          response.clone();
        } catch (error) {
          note(error as Error);
        }
        const locked = await fetch(url);
        const reader = locked.body?.getReader();
        await locked.text().catch(note);
        try {
          locked.clone();
        } catch (error) {
          note(error as Error);
        }
        await reader?.cancel();
        return [names, response.bodyUsed, locked.bodyUsed];
      },
    ],
    [
      'a form',
      { raw: ['a=b+c&d=%C3%A9'], contentType: 'application/x-www-form-urlencoded' },
      async (url) => [...(await (await fetch(url)).formData()).entries()],
    ],
    [
      'a clone, read before, after and beside the first',
      pieces,
      async (url) => {
        const first = await fetch(url);
        const second = first.clone();
        const third = second.clone();
        const texts = [await third.text(), ...(await Promise.all([first.text(), second.text()]))];
        return [texts, second.url === first.url, second.type, second.status, second.headers.get('content-type')];
      },
    ],
    [
      'a loop, a decoder, two branches, a reader of its own buffer',
      pieces,
      async (url) => {
        const decoder = new TextDecoder();
        let looped = '';
        for await (const bytes of (await fetch(url)).body ?? []) looped += decoder.decode(bytes, { stream: true });
        let decoded = '';
        for await (const text of (await fetch(url)).body?.pipeThrough(new TextDecoderStream()) ?? []) decoded += text;
        const branches = (await fetch(url)).body?.tee() ?? [];
        const teed = await Promise.all(branches.map((branch) => new Response(branch).text()));
        const reader = (await fetch(url)).body?.getReader({ mode: 'byob' });
        let read = '';
        for (;;) {
          const result = await reader?.read(new Uint8Array(3));
          read += decoder.decode(result?.value, { stream: true });
          if (result?.done !== false) break;
        }
        return [looped, decoded, teed, read];
      },
    ],
    [
      'a body that nobody reads',
      pieces,
      async (url) => {
        const response = await fetch(url);
        await response.body?.cancel('enough');
        return [response.bodyUsed, await response.text().catch((error: Error) => error.name)];
      },
    ],
  ])('%s', async (_, behaviour, call) => {
    await compare(behaviour, call);
  });
});

describe('what is given up ends', () => {
  test.each<[string, Behaviour, Call]>([
    [
      'before it began',
      answer,
      (url) =>
        Promise.all(
          [
            fetch(url, { signal: AbortSignal.abort('no') }),
            fetch(new Request(url, { signal: AbortSignal.abort(7) })),
          ].map((asking) => asking.catch((reason) => reason)),
        ),
    ],
    [
      'before the head, with each kind of signal',
      silent,
      async (url) => {
        const own = new AbortController();
        const any = new AbortController();
        const reason = new Error('mine');
        setTimeout(() => own.abort(reason), 100);
        setTimeout(() => any.abort(), 100);
        const asking = [
          // Natively, equal GETs wait for each other.
          fetch(url, { method: 'PUT', signal: own.signal }),
          fetch(url, { method: 'PUT', signal: AbortSignal.timeout(100) }),
          fetch(url, { method: 'PUT', signal: AbortSignal.any([any.signal, AbortSignal.timeout(1e6)]) }),
          fetch(new Request(url, { method: 'PUT', signal: own.signal })),
          fetch(new Request(url, { method: 'PUT' }), { signal: own.signal }),
        ];
        return Promise.all(asking.map((one) => one.catch((error: Error) => [error.name, error === reason])));
      },
    ],
    [
      'in the body, however it is read',
      endless,
      async (url) => {
        const ways = ['text', 'json', 'arrayBuffer', 'blob', 'bytes', 'formData'] as const;
        const abort = new AbortController();
        const asking = ways.map(() => fetch(url, { method: 'PUT', signal: abort.signal }));
        const responses = await Promise.all(asking);
        const reading = responses.flatMap((response, index) => [
          response
            .clone()
            [ways[index] ?? 'text']()
            .catch((error: Error) => error.name),
          response.text().catch((error: Error) => error.name),
        ]);
        abort.abort(new DOMException('late', 'TimeoutError'));
        return Promise.all(reading);
      },
    ],
    [
      'in the stream, with the reason',
      endless,
      async (url) => {
        const abort = new AbortController();
        const reason = { mine: true };
        const response = await fetch(url, { signal: abort.signal });
        const reader = response.body?.getReader();
        const first = new TextDecoder().decode((await reader?.read())?.value);
        const next = reader?.read().catch((error) => error === reason);
        abort.abort(reason);
        return [first, await next, await reader?.closed.catch((error) => error === reason)];
      },
    ],
  ])('%s', async (_, behaviour, call) => {
    // Whether it arrived before it was given up is a matter of time.
    const { given } = await outcome(bench.fake.url, behaviour, call, unknown);
    expect((await outcome('https://hajimi.invalid/gemini', behaviour, call, unknown)).given).toEqual(given);
  });

  test.each<[string, Call]>([
    ['a body that is cancelled', async (url) => (await fetch(url)).body?.cancel()],
    [
      'a loop that is left',
      async (url) => {
        for await (const _ of (await fetch(url)).body ?? []) break;
      },
    ],
  ])('%s, and the upstream hears of it', async (_, call) => {
    await compare(endless, call);
    await bench.fake.waitFor((request) => request.aborted);
  });
});

test('beacons and WebSockets are the native ones, and reach nobody', async () => {
  bench.fake.reset();
  const seen = await page.evaluate(async () => {
    const sent = navigator.sendBeacon('https://hajimi.invalid/v1/chat/completions', 'x');
    const socket = new WebSocket('wss://hajimi.invalid/ws/x');
    const code = await new Promise((resolve) => socket.addEventListener('close', (event) => resolve(event.code)));
    return [sent, code, String(navigator.sendBeacon), String(WebSocket)];
  });
  expect(seen).toEqual([
    true,
    1006,
    'function sendBeacon() { [native code] }',
    'function WebSocket() { [native code] }',
  ]);
  expect(bench.fake.requests).toEqual([]);
});
