/** Every form in which a page may call `fetch`, and what it gets back. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Bench, startBench } from '../../support/bench.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await startBench();
});
beforeEach(() => bench.fake.reset());
afterAll(() => bench?.close());

const strictPolicy = {
  'content-security-policy': "default-src 'none'; script-src 'nonce-first'; connect-src 'self'",
};

test('a stream arrives in pieces while the upstream still speaks, in a page with a strict policy', async () => {
  const { fake } = bench;
  fake.script({}, { text: ['one ', 'two ', 'three '], gap: { at: 1, ms: 3_600_000 } });
  // The page's very first script keeps a `fetch` of its own, as bundles do.
  const page = await bench.open('<script nonce="first">const kept = window.fetch;</script>', strictPolicy);
  const pieces = await page.evaluate(async () => {
    const response = await kept('https://hajimi.invalid/v1/chat/completions', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        model: 'gemini-2.5-flash',
        stream: true,
        messages: [{ role: 'user', content: 'count' }],
      }),
    });
    const pieces: string[] = [];
    const decoder = new TextDecoder();
    for await (const bytes of response.body ?? []) {
      pieces.push(decoder.decode(bytes));
      if (pieces.at(-1)?.includes('one')) break;
    }
    return pieces;
  });
  expect(pieces.join('')).toMatch(/one (?!.*two)/s);
  // Clients that parse piece by piece need whole events.
  for (const piece of pieces) expect(piece).toMatch(/^data: [\s\S]*\n\n$/);
  // Leaving the loop cancels the body.
  await fake.waitFor((request) => request.aborted);
});

test('every form of address and body reaches the app', async () => {
  const page = await bench.open();
  const sent = await page.evaluate(async () => {
    const url = 'https://hajimi.invalid/gemini/v1beta/models/gemini-2.5-flash:generateContent';
    const headers = { 'content-type': 'application/json' };
    const text = (name: string) => JSON.stringify({ contents: [{ role: 'user', parts: [{ text: name }] }] });
    const bytes = (name: string) => new TextEncoder().encode(text(name));
    const method = 'POST';
    const forms: Record<string, () => Promise<Response>> = {
      string: () => fetch(url, { method, headers, body: text('string') }),
      'plain http': () => fetch(url.replace('https', 'http'), { method, headers, body: text('plain http') }),
      URL: () => fetch(new URL(url), { method, headers: new Headers(headers), body: text('URL') }),
      Request: () => fetch(new Request(url, { method, headers, body: text('Request') })),
      'init over Request': () =>
        fetch(new Request(url, { method: 'PUT', headers, body: 'no' }), { method, body: text('init over Request') }),
      'headers as pairs': () =>
        fetch(url, { method, headers: Object.entries(headers), body: text('headers as pairs') }),
      'typed array': () => fetch(url, { method, headers, body: bytes('typed array') }),
      ArrayBuffer: () => fetch(url, { method, headers, body: bytes('ArrayBuffer').buffer }),
      DataView: () => fetch(url, { method, headers, body: new DataView(bytes('DataView').buffer) }),
      Blob: () => fetch(url, { method, headers, body: new Blob([text('Blob')]) }),
      stream: () =>
        fetch(url, { method, headers, body: new Blob([text('stream')]).stream(), duplex: 'half' } as RequestInit),
      'options that mean nothing here': () =>
        fetch(url, {
          ...{ method, headers, body: text('options that mean nothing here') },
          ...{
            mode: 'cors',
            cache: 'no-store',
            credentials: 'include',
            redirect: 'error',
            keepalive: true,
            priority: 'low',
          },
          ...{ referrer: '', referrerPolicy: 'no-referrer' },
        } as RequestInit),
      'no receiver': () =>
        fetch.call(undefined as unknown as Window, url, { method, headers, body: text('no receiver') }),
    };
    const results: Array<[string, number]> = [];
    for (const [name, call] of Object.entries(forms)) results.push([name, (await call()).status]);
    return results;
  });
  expect(sent).toEqual(sent.map(([name]) => [name, 200]));
  expect(bench.fake.requests.map(({ body }) => body)).toEqual(
    sent.map(([name]) => ({ contents: [{ role: 'user', parts: [{ text: name }] }] })),
  );
});

test('a body of some megabytes arrives whole', async () => {
  const page = await bench.open();
  const size = 5 * 1024 * 1024;
  const status = await page.evaluate(async (size) => {
    const body = JSON.stringify({ contents: [{ role: 'user', parts: [{ text: 'x'.repeat(size) }] }] });
    const url = 'https://hajimi.invalid/gemini/v1beta/models/gemini-2.5-flash:generateContent';
    return (await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body })).status;
  }, size);
  expect(status).toBe(200);
  const body = bench.fake.requests[0]?.body as { contents: [{ parts: [{ text: string }] }] };
  expect(body.contents[0].parts[0].text.length).toBe(size);
});

test('bodies that are no JSON are refused like any other', async () => {
  const page = await bench.open();
  const answers = await page.evaluate(async () => {
    const form = new FormData();
    form.set('file', new Blob(['abc']), 'name.txt');
    const bodies = [form, new URLSearchParams({ a: '1' }), new Uint8Array([0xff, 0xfe])];
    const asking = bodies.map(async (body) => {
      const response = await fetch('https://hajimi.invalid/v1/chat/completions', { method: 'POST', body });
      return [response.status, (await response.json()).error.code];
    });
    return Promise.all(asking);
  });
  expect(answers).toEqual(answers.map(() => [400, 'invalid_json']));
});

test('the response is a genuine one', async () => {
  const page = await bench.open();
  const seen = await page.evaluate(async () => {
    const url = 'https://hajimi.invalid/health';
    const response = await fetch(`${url}#fragment`);
    const copy = response.clone();
    const byob = copy.clone().body?.getReader({ mode: 'byob' });
    const read = await byob?.read(new Uint8Array(5));
    return {
      url: response.url,
      sameUrl: response.url === `${url}`,
      genuine: response instanceof Response && Object.prototype.toString.call(response) === '[object Response]',
      constructorIsResponse: response.constructor === Response,
      ownNames: Object.getOwnPropertyNames(response),
      ok: response.ok,
      status: response.status,
      type: response.type,
      redirected: response.redirected,
      contentType: response.headers.get('content-type'),
      copyUrl: copy.url,
      text: await response.text(),
      json: await copy.json(),
      used: response.bodyUsed,
      byobBytes: read?.value?.length,
      twice: await response.text().catch((error: Error) => error.name),
    };
  });
  expect(seen).toMatchObject({
    sameUrl: true,
    genuine: true,
    constructorIsResponse: true,
    ownNames: [],
    ok: true,
    status: 200,
    type: 'cors',
    redirected: false,
    contentType: expect.stringContaining('application/json'),
    copyUrl: seen.url,
    used: true,
    byobBytes: 5,
    twice: 'TypeError',
  });
  expect(seen.json).toMatchObject({ status: 'ok' });
  expect(JSON.parse(seen.text)).toEqual(seen.json);
});

test('what fetch itself refuses is refused the same way, as a rejection', async () => {
  const page = await bench.open();
  const [ours, native] = await page.evaluate(async () => {
    const refusals = (url: string) =>
      Promise.all(
        [
          { body: 'x' },
          { method: 'TRACE' },
          { headers: { 'bad name': 'x' } },
          { mode: 'navigate' as RequestMode },
          { body: new ReadableStream(), method: 'POST' },
        ].map((init) =>
          fetch(url, init).then(
            () => 'answered',
            (error: Error) => `${error.name}: ${error.message}`,
          ),
        ),
      );
    return Promise.all([refusals('https://hajimi.invalid/v1/models'), refusals(`${location.origin}/v1/models`)]);
  });
  expect(ours).toEqual(native);
  expect(ours?.every((message) => message.startsWith('TypeError'))).toBe(true);
});

test('parallel requests do not mix', async () => {
  const { fake } = bench;
  const names = ['alpha', 'beta', 'gamma', 'delta', 'epsilon'];
  for (const name of names) {
    const when = ({ body }: { body: unknown }) => JSON.stringify(body).includes(`"${name}"`);
    fake.script({ when }, { text: Array.from({ length: 8 }, (_, n) => `${name}-${n} `), betweenChunks: 10 });
  }
  const page = await bench.open();
  const texts = await page.evaluate(async (names) => {
    const ask = async (name: string) => {
      const response = await fetch('https://hajimi.invalid/v1/chat/completions', {
        method: 'POST',
        body: JSON.stringify({ model: 'gemini-2.5-flash', stream: true, messages: [{ role: 'user', content: name }] }),
      });
      const events = (await response.text()).split('\n\n').map((event) => event.replace('data: ', ''));
      const chunks = events.filter((event) => event.startsWith('{')).map((event) => JSON.parse(event));
      return chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('');
    };
    return Promise.all(names.map(ask));
  }, names);
  expect(texts).toEqual(names.map((name) => Array.from({ length: 8 }, (_, n) => `${name}-${n} `).join('')));
});

test('a page finds no trace: fetch looks native, and other requests are the native ones', async () => {
  const { site } = bench;
  site.on('/echo', (request, response) => response.end(`${request.method} ${request.headers['x-test']}`));
  const page = await bench.open('<script>const globals = Object.getOwnPropertyNames(window)</script>');
  const seen = await page.evaluate(async () => {
    const frame = document.createElement('iframe');
    // A sandboxed frame has a `fetch` of its own kind to compare with.
    frame.sandbox.add('allow-same-origin');
    document.body.append(frame);
    const descriptor = Object.getOwnPropertyDescriptor(window, 'fetch');
    const thrown = await fetch('http://[bad').catch((error: Error) => [error.constructor === TypeError, error.message]);
    const odd = { toString: () => `${location.origin}/echo` };
    return {
      name: fetch.name,
      length: fetch.length,
      hasPrototype: 'prototype' in fetch,
      source: fetch.toString(),
      ownSource: Function.prototype.toString.call(Function.prototype.toString),
      sourceOfOwn: String(() => 1),
      descriptor: [descriptor?.writable, descriptor?.enumerable, descriptor?.configurable],
      constructible: (() => {
        try {
          return Boolean(new (fetch as unknown as new () => unknown)());
        } catch (error) {
          return (error as Error).name;
        }
      })(),
      thrown,
      echo: await (await fetch('/echo', { method: 'PUT', headers: { 'x-test': 'a' } })).text(),
      converted: await (await fetch(odd as unknown as string)).text(),
      mentioned: await (await fetch('/echo?url=https://hajimi.invalid.example/v1')).text(),
      badReceiver: await Reflect.apply(fetch, {}, ['/echo']).catch((error: Error) => error.message),
    };
  });
  expect(seen).toEqual({
    name: 'fetch',
    length: 1,
    hasPrototype: false,
    source: 'function fetch() { [native code] }',
    ownSource: 'function toString() { [native code] }',
    sourceOfOwn: '() => 1',
    descriptor: [true, true, true],
    constructible: 'TypeError',
    thrown: [true, expect.stringContaining('http://[bad')],
    echo: 'PUT a',
    converted: 'GET undefined',
    mentioned: 'GET undefined',
    badReceiver: expect.stringContaining('Illegal invocation'),
  });
});

test('no stack names the extension', async () => {
  const page = await bench.open();
  const stacks = await page.evaluate(async () => {
    const thrown = (act: () => unknown) => {
      try {
        return act();
      } catch (error) {
        return (error as Error).stack;
      }
    };
    const open = (method: string, url: string, async?: boolean) =>
      Reflect.apply(XMLHttpRequest.prototype.open, new XMLHttpRequest(), [method, url, async]);
    const stackOf = (error: Error) => error.stack;
    return [
      ...(await Promise.all([
        fetch('http://[bad').catch(stackOf),
        fetch('http://localhost:9').catch(stackOf),
        fetch('https://hajimi.invalid/v1/models', { method: 'TRACE' }).catch(stackOf),
        fetch('https://relay.example/?https://hajimi.invalid%ff').catch(stackOf),
      ])),
      thrown(() => open('A B', '/')),
      thrown(() => open('GET', 'https://hajimi.invalid/v1/models', false)),
      thrown(() => new EventSource('http://[bad')),
      thrown(() => Function.prototype.toString.call({})),
    ];
  });
  expect(stacks.map((stack) => /extension|hajimi(?!\.invalid)/i.test(`${stack}`))).toEqual(stacks.map(() => false));
  expect(stacks.slice(0, 2)).toEqual([expect.stringContaining('TypeError'), expect.stringContaining('TypeError')]);
});

test('the admin API does not exist for a page; OPTIONS is answered', async () => {
  const page = await bench.open();
  const seen = await page.evaluate(async () => {
    const ask = async (path: string, init?: RequestInit) => (await fetch(`https://hajimi.invalid${path}`, init)).status;
    return [
      await ask('/api/keys'),
      await ask('/api/status'),
      await ask('/api/keys', { method: 'POST', body: '{"text":"AIzaSyEVIL"}' }),
      await ask('/v1/../api/keys'),
      await ask('/v1/chat/completions', { method: 'OPTIONS' }),
    ];
  });
  expect(seen).toEqual([404, 404, 404, 404, 204]);
  expect(JSON.parse((await bench.owner.ask('/api/keys')).text)).toHaveLength(2);
});
