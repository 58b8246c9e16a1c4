/** XMLHttpRequest of the virtual origin, against the same calls made natively to a server that answers the same. */
import type { Page } from 'playwright';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Bench, startBench } from '../../support/bench.ts';

let bench: Bench;
let page: Page;
beforeAll(async () => {
  bench = await startBench();
  page = await bench.open();
});
beforeEach(() => bench.fake.reset());
afterAll(() => bench?.close());

type Noted = unknown[];
interface Plan {
  readonly method?: string;
  readonly body?: string;
  readonly headers?: Record<string, string>;
  readonly responseType?: XMLHttpRequestResponseType;
  readonly timeout?: number;
  readonly mime?: string;
  /** The event at which to abort. */
  readonly abortAt?: string;
}
interface Seen extends Record<string, unknown> {
  readonly events: Noted[];
}
/** Runs in the page: makes one request and notes every event, and what the object says of itself meanwhile. */
function record({ url, plan }: { url: string; plan: Plan }): Promise<Seen> {
  const { method = 'GET', body, headers = {}, responseType = '', timeout = 0, mime, abortAt } = plan;
  const xhr = new XMLHttpRequest();
  const events: Noted[] = [];
  const note = (name: string, event: Event) => {
    const { loaded, total, lengthComputable } = event as ProgressEvent;
    const last = events.at(-1);
    const isText = xhr.responseType === '' || xhr.responseType === 'text';
    const progress = name.startsWith('upload') ? [loaded, total, lengthComputable] : [loaded > 0];
    const now: Noted = [
      name,
      xhr.readyState,
      xhr.status,
      xhr.statusText,
      ...progress,
      isText && xhr.responseText !== '',
    ];
    // How a body is cut into pieces is up to the network.
    const isNext = xhr.readyState !== 3 || !last || !events.some((one) => String(one) === String(now));
    if (isNext) events.push(now);
    if (abortAt === name) setTimeout(() => xhr.abort());
  };
  const types = ['loadstart', 'progress', 'load', 'error', 'abort', 'timeout', 'loadend'];
  xhr.onreadystatechange = (event) => note(`readystatechange ${xhr.readyState}`, event);
  xhr.open(method, url);
  for (const type of types) {
    xhr.addEventListener(type, (event) => note(type, event));
    xhr.upload.addEventListener(type, (event) => note(`upload ${type}`, event));
  }
  for (const [name, value] of Object.entries(headers)) xhr.setRequestHeader(name, value);
  xhr.responseType = responseType;
  xhr.timeout = timeout;
  if (mime !== undefined) xhr.overrideMimeType(mime);
  return new Promise((resolve) => {
    xhr.onloadend = async () => {
      await new Promise((later) => setTimeout(later));
      const { response } = xhr;
      resolve({
        events,
        state: xhr.readyState,
        status: xhr.status,
        url: xhr.responseURL === url,
        contentType: xhr.getResponseHeader('Content-Type'),
        missing: xhr.getResponseHeader('x-nothing'),
        listed: /^content-type: .*\r$/m.test(xhr.getAllResponseHeaders()),
        // Chromium parses JSON at every look, which the standard forbids.
        same: xhr.responseType === 'json' || response === xhr.response,
        kind: Object.prototype.toString.call(response),
        blobType: response instanceof Blob ? response.type : undefined,
        value:
          response instanceof Blob || response instanceof ArrayBuffer ? await new Response(response).text() : response,
      });
    };
    xhr.send(body);
  });
}

const seenAt = (url: string, plan: Plan = {}) => page.evaluate(record, { url, plan });

const chat: Plan = {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ model: 'gemini-2.5-flash', stream: true, messages: [{ role: 'user', content: 'hé' }] }),
};
const slow = { text: ['one ', 'two é ', 'three '], betweenChunks: 120 };
const chatUrl = 'https://hajimi.invalid/v1/chat/completions';
const modelsUrl = 'https://hajimi.invalid/v1/models';

/** The same answer from an ordinary server, in two pieces; without `end` it never ends. */
function replay(path: string, answer: { status: number; contentType: string; text: string; hang?: 'head' | 'body' }) {
  return bench.site.on(path, (request, response) => {
    request.resume().on('end', () => {
      if (answer.hang === 'head') return;
      // As HTTP/2 and the app, which give none.
      response.writeHead(answer.status, '', { 'content-type': answer.contentType });
      const bytes = Buffer.from(answer.text);
      response.write(bytes.subarray(0, 40));
      if (answer.hang !== 'body') setTimeout(() => response.end(bytes.subarray(40)), 120);
    });
  });
}

/** What the app answers to a GET, as an ordinary answer for `replay`. */
async function taken(url: string) {
  return page.evaluate(async (url) => {
    const response = await fetch(url);
    return {
      status: response.status,
      contentType: response.headers.get('content-type') ?? '',
      text: await response.text(),
    };
  }, url);
}

test.each([
  ['text', { responseType: 'text' }],
  ['no type', {}],
  ['json', { responseType: 'json' }],
  ['arraybuffer', { responseType: 'arraybuffer' }],
  ['blob', { responseType: 'blob' }],
  ['document', { responseType: 'document' }],
  ['a type of its own choice', { mime: 'text/plain; charset=x-user-defined' }],
  ['a blob of a type of its own choice', { mime: 'text/weird', responseType: 'blob' }],
] as const)('an answer as %s: same events, same order, same values', async (name, plan) => {
  const url = replay(`/models/${encodeURIComponent(name)}`, await taken(modelsUrl));
  expect(await seenAt(modelsUrl, plan)).toEqual(await seenAt(url, plan));
});

test('an error of the app is an answer', async () => {
  const url = replay('/wrong', await taken('https://hajimi.invalid/v1/nothing'));
  const seen = await seenAt('https://hajimi.invalid/v1/nothing');
  expect(seen).toEqual(await seenAt(url));
  expect(seen.status).toBe(404);
});

test('a question is uploaded and its stream arrives while it is still spoken', async () => {
  bench.fake.script({}, slow);
  const seen = await seenAt(chatUrl, chat);
  const url = replay('/chat', { status: 200, contentType: `${seen.contentType}`, text: `${seen.value}` });
  expect(seen).toEqual(await seenAt(url, chat));
  expect(seen.value).toContain('two é');
});

test.each([
  ['before the head', 'head', 'readystatechange 1', { beforeHead: 3_600_000 }],
  ['after the upload', 'head', 'upload loadend', { beforeHead: 3_600_000 }],
  ['in the stream', 'body', 'progress', { text: ['one ', 'two '], gap: { at: 1, ms: 3_600_000 } }],
] as const)('abort() %s', async (name, hang, abortAt, script) => {
  bench.fake.script({}, script);
  const plan = { ...chat, abortAt: abortAt === 'readystatechange 1' ? 'loadstart' : abortAt };
  const seen = await seenAt(chatUrl, plan);
  const answer = { status: 200, contentType: 'text/event-stream', text: 'data: {}\n\n', hang };
  expect(seen).toEqual(await seenAt(replay(`/abort/${encodeURIComponent(name)}`, answer), plan));
  expect(seen.state).toBe(0);
});

test('a timeout', async () => {
  bench.fake.script({}, { beforeHead: 3_600_000 });
  const plan = { ...chat, timeout: 700 };
  const seen = await seenAt(chatUrl, plan);
  const answer = { status: 200, contentType: 'text/event-stream', text: '', hang: 'head' } as const;
  expect(seen).toEqual(await seenAt(replay('/timeout', answer), plan));
  expect(seen.events.map(([name]) => name)).toContain('timeout');
  await bench.fake.waitFor((request) => request.aborted);
});

test('a refused connection is an error: of the upload too while that lasts', async () => {
  // A sandboxed frame may not use the extension, so there both fail: name resolution, and a closed port.
  const seen = await page.evaluate(async (port) => {
    const frame = document.createElement('iframe');
    frame.sandbox.add('allow-scripts');
    frame.srcdoc = `<script>
      function ask(url) {
        const xhr = new XMLHttpRequest();
        const events = [];
        for (const type of ['readystatechange', 'loadstart', 'progress', 'load', 'error', 'loadend']) {
          xhr.addEventListener(type, () => events.push([type, xhr.readyState, xhr.status, xhr.responseURL]));
          xhr.upload.addEventListener(type, () => events.push(['upload', type]));
        }
        xhr.open('POST', url);
        xhr.send('secret');
        return new Promise((resolve) => { xhr.onloadend = () => resolve(events); });
      }
      Promise.all([ask('https://hajimi.invalid/v1/chat/completions'), ask('http://localhost:${port}/')])
        .then((seen) => parent.postMessage(seen, '*'));
    </script>`;
    const told = new Promise<MessageEvent>((resolve) => addEventListener('message', resolve, { once: true }));
    document.body.append(frame);
    return (await told).data;
  }, 9);
  expect(seen[0]).toEqual(seen[1]);
  expect(seen[0].flat()).toContain('error');
});

test('what may be called when, and one object for many requests', async () => {
  const path = replay('/reuse', { status: 200, contentType: 'text/plain', text: 'from the site' });
  const behaviour = (urls: readonly string[]) =>
    page.evaluate(async (urls) => {
      class Own extends XMLHttpRequest {
        opened = 0;
        override open(method: string, url: string) {
          this.opened += 1;
          super.open(method, url);
        }
        override get responseText() {
          return `own ${super.responseText.length > 0}`;
        }
      }
      const xhr = new Own();
      const log: unknown[] = [];
      const attempt = (name: string, act: () => unknown) => {
        try {
          log.push([name, act() ?? null]);
        } catch (error) {
          log.push([name, (error as Error).name]);
        }
      };
      xhr.onreadystatechange = () => log.push(xhr.readyState);
      attempt('header before open', () => xhr.setRequestHeader('a', 'b'));
      for (const url of urls) {
        const over = new Promise((resolve) => {
          xhr.onloadend = resolve;
        });
        attempt('bad method', () => xhr.open('A B', url));
        xhr.open('GET', url);
        xhr.open('GET', url);
        attempt('bad header', () => xhr.setRequestHeader('a b', 'c'));
        attempt('forbidden header', () => xhr.setRequestHeader('host', 'c'));
        attempt('no header yet', () => [xhr.getResponseHeader('content-type'), xhr.getAllResponseHeaders()]);
        attempt('nothing sent yet', () => xhr.abort());
        xhr.send();
        attempt('send twice', () => xhr.send());
        attempt('header after send', () => xhr.setRequestHeader('a', 'b'));
        attempt('credentials after send', () => {
          xhr.withCredentials = false;
        });
        await over;
        attempt('type after load', () => {
          xhr.responseType = 'json';
        });
        attempt('mime after load', () => xhr.overrideMimeType('a/b'));
        attempt('timeout after load', () => {
          xhr.timeout = 5;
        });
        xhr.timeout = 0;
        log.push([xhr.responseText, xhr.opened, xhr.responseURL === url, xhr.status]);
        xhr.abort();
        log.push([xhr.readyState, xhr.status, xhr.responseText]);
      }
      return log;
    }, urls);
  const ours = await behaviour([modelsUrl, path, modelsUrl, modelsUrl]);
  expect(ours).toEqual(await behaviour([path, path, path, path]));
  expect(ours).toContainEqual(['own true', 3, true, 200]);
});

test('opening it anew in the middle of a stream ends that one without a word', async () => {
  bench.fake.script({}, { text: ['one ', 'two '], gap: { at: 1, ms: 3_600_000 } });
  const seen = await page.evaluate(
    async ({ chatUrl, modelsUrl, body }) => {
      const xhr = new XMLHttpRequest();
      const events: string[] = [];
      for (const type of ['loadstart', 'load', 'abort', 'error', 'loadend']) {
        xhr.addEventListener(type, () => events.push(type));
      }
      xhr.open('POST', chatUrl);
      await new Promise((resolve) => {
        xhr.onprogress = resolve;
        xhr.send(body);
      });
      xhr.open('GET', modelsUrl);
      const over = new Promise((resolve) => {
        xhr.onloadend = resolve;
      });
      xhr.send();
      await over;
      return [...events, xhr.responseText.slice(0, 1)];
    },
    { chatUrl, modelsUrl, body: chat.body ?? '' },
  );
  expect(seen).toEqual(['loadstart', 'loadstart', 'load', 'loadend', '{']);
  await bench.fake.waitFor((request) => request.aborted);
});

test('a synchronous request is refused, and one to the site is not', async () => {
  const url = replay('/sync', { status: 200, contentType: 'text/plain', text: 'from the site' });
  const seen = await page.evaluate(
    (urls) =>
      urls.map((url) => {
        try {
          const xhr = new XMLHttpRequest();
          xhr.open('GET', url, false);
          xhr.send();
          return xhr.responseText;
        } catch (error) {
          return (error as Error).name;
        }
      }),
    [modelsUrl, url],
  );
  expect(seen).toEqual(['InvalidAccessError', 'from the site']);
});

test('every member looks native', async () => {
  const odd = await page.evaluate(() => {
    const members = Object.entries(Object.getOwnPropertyDescriptors(XMLHttpRequest.prototype));
    return members.flatMap(([name, { value, get, set }]) =>
      [value, get, set]
        .filter((member) => typeof member === 'function' && name !== 'constructor')
        .filter((member) => `${member}` !== `function ${member.name}() { [native code] }` || 'prototype' in member)
        .map(() => name),
    );
  });
  expect(odd).toEqual([]);
});
