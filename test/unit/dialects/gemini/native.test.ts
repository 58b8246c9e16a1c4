// covers: src/core/dialects/gemini/routes.ts, src/core/dialects/gemini/lists.ts, src/core/dialects/gemini/pass
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { KeyView } from '../../../../src/contract/keys.ts';
import type { Settings } from '../../../../src/contract/settings/table.ts';
import { KEPT_BODY } from '../../../../src/core/dialects/gemini/pass/outgoing-body.ts';
import { createMemoryStore } from '../../../../src/core/store/memory.ts';
import { type FakeGemini, startFakeGemini } from '../../../fake-gemini/server.ts';
import { openHajimi, type TestHajimi } from '../../../support/hajimi.ts';
import { wallClock } from '../../../support/wall-clock.ts';

const keys = ['AIzaSyNATIVE_ONE_012345', 'AIzaSyNATIVE_TWO_012345', 'AIzaSyNATIVE_THREE_0123'];
const generate = '/gemini/v1beta/models/gemini-2.5-flash:generateContent';
const origin = 'http://127.0.0.1:7860';

let fake: FakeGemini;
let hajimi: TestHajimi;
const opened: TestHajimi[] = [];

beforeEach(async () => {
  fake = await startFakeGemini();
  hajimi = open();
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((one) => one.close()));
  await fake.close();
});

function open(
  keyTexts: readonly string[] = keys,
  store = createMemoryStore(wallClock),
  settings: Partial<Settings> = {},
) {
  const env = { geminiBaseUrl: fake.url, fakeStreaming: false, cacheExpiryTime: 0, ...settings };
  const one = openHajimi({ env, keyTexts }, { store });
  opened.push(one);
  return one;
}

interface Asked {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: BodyInit;
  readonly trust?: 'owner' | 'network';
}

async function ask(path: string, { method, headers, body, trust = 'owner' }: Asked = {}) {
  const request = new Request(path.startsWith('http') ? path : origin + path, {
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    headers: { 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body, duplex: 'half' }),
  } as RequestInit);
  const response = await hajimi.fetch(request, { id: 'test', trust });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: text === '' ? {} : JSON.parse(text) };
}

const json = (value: unknown): Asked => ({ body: JSON.stringify(value) });
const usedKeys = () => [...new Set(fake.requests.map(({ key }) => key))];

describe('what passes', () => {
  test('paths, queries, fields and answers that nobody here knows', async () => {
    const body = '{ "novel" : [1.0, "\\u00e4"],\n "and": null }';
    const answer = '{\n  "alsoNovel": 1.50\n}';
    fake.script({}, { raw: [answer.slice(0, 9), answer.slice(9)] });
    const { text } = await ask('/gemini/v1alpha/somethings/new:doIt?a=b%20c&key=test-password&d', {
      body,
      headers: { 'x-goog-api-client': 'sdk/1', cookie: 'secret' },
    });
    expect(text).toBe(answer);
    const [request] = fake.requests;
    expect(request).toMatchObject({ path: '/v1alpha/somethings/new:doIt', query: { a: 'b c', d: '' }, verb: 'POST' });
    expect(request?.body).toEqual(JSON.parse(body));
    expect(request?.headers).toMatchObject({ 'x-goog-api-client': 'sdk/1', 'content-length': String(body.length) });
    expect(request?.headers.cookie).toBeUndefined();
  });

  test.each(['/gemini/v1beta', '/v1beta', '/gemini/v1', '/v1alpha'])('calls below %s', async (base) => {
    const { status } = await ask(
      `${base}/models/gemini-2.5-flash:countTokens`,
      json({ contents: [{ parts: [{ text: 'a' }] }] }),
    );
    expect(status).toBe(200);
  });

  test('a call of a model at /v1, while the rest of /v1 stays with OpenAI', async () => {
    const { json: answer } = await ask(
      '/v1/models/gemini-2.5-flash:generateContent',
      json({ contents: [{ parts: [{ text: 'a' }] }] }),
    );
    expect(answer.candidates).toHaveLength(1);
    expect((await ask('/v1/models')).json.object).toBe('list');
  });

  test('a stream as a JSON array', async () => {
    const { json: events } = await ask(
      '/v1alpha/models/gemini-2.5-flash:streamGenerateContent',
      json({ contents: [{ parts: [{ text: 'a rather long text' }] }] }),
    );
    expect(events.length).toBeGreaterThan(1);
  });
});

describe('a body', () => {
  const bodyOf = (size: number) =>
    JSON.stringify({ contents: [{ role: 'user', parts: [{ text: 'x'.repeat(size) }] }] });

  test('that is kept goes to the next key when one refuses', async () => {
    fake.script({}, { error: 'minute-quota' }, 1);
    expect((await ask(generate, { body: bodyOf(KEPT_BODY - 100) })).status).toBe(200);
    expect(fake.requests).toHaveLength(2);
  });

  test.each([true, false])('that is streamed is sent once, its length known: %s', async (known) => {
    const body = bodyOf(KEPT_BODY + 100);
    const sent = known
      ? { body, headers: { 'content-length': String(body.length) } }
      : { body: new Blob([body]).stream() };
    const { status, json: answer } = await ask(generate, sent);
    expect(status).toBe(200);
    expect(answer.candidates).toHaveLength(1);
    fake.script({}, { error: 'minute-quota' }, 1);
    const refused = await ask(generate, known ? sent : { body: new Blob([body]).stream() });
    expect(refused.status).toBe(503);
    expect(refused.json.error).toMatchObject({
      status: 'UNAVAILABLE',
      message: expect.stringContaining('sent only once'),
    });
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(fake.requests).toHaveLength(2);
  });
});

describe('what a key made', () => {
  const cache = async () => (await ask('/v1beta/cachedContents', json({ model: 'models/gemini-2.5-flash' }))).json.name;

  test('is used with that key, by either dialect', async () => {
    const name: string = await cache();
    for (let i = 0; i < 3; i++) {
      expect(
        (await ask(generate, json({ contents: [{ parts: [{ text: `${i}` }] }], cachedContent: name }))).status,
      ).toBe(200);
      const chat = {
        model: 'gemini-2.5-flash',
        messages: [{ role: 'user', content: `${i}` }],
        extra_body: { google: { cached_content: name } },
      };
      expect((await ask('/v1/chat/completions', json(chat))).status).toBe(200);
    }
    expect(usedKeys()).toHaveLength(1);
  });

  test('is used with that key after a restart', async () => {
    const store = createMemoryStore(wallClock);
    hajimi = open(keys, store);
    const name: string = await cache();
    await hajimi.close();
    opened.pop();
    hajimi = open(keys, store);
    for (let i = 0; i < 3; i++) expect((await ask(`/v1beta/${name}`)).json.name).toBe(name);
    expect(usedKeys()).toHaveLength(1);
  });

  test('is missed in words when that key is gone', async () => {
    const name: string = await cache();
    const owner = usedKeys()[0] ?? '';
    const views = (await ask('/api/keys')).json as KeyView[];
    const id = views.find(({ masked }) => masked.endsWith(owner.slice(-4)))?.id;
    await ask('/api/keys/remove', json({ ids: [id] }));
    const { status, json: answer } = await ask(`/v1beta/${name}`);
    expect(status).toBe(404);
    expect(answer.error).toMatchObject({ code: 404, status: 'NOT_FOUND', message: expect.stringContaining('API key') });
  });

  test('of several keys is refused in one request', async () => {
    const names: string[] = [];
    for (let i = 0; i < 3; i++) names.push(await cache());
    expect(usedKeys().length).toBeGreaterThan(1);
    const parts = [{ fileData: { fileUri: 'files/unknown' } }];
    const { status, json: answer } = await ask(generate, {
      body: `{"contents":[{"parts":${JSON.stringify(parts)}}],"cachedContent":"${names[0]}","cached_content":"${names[1]}"}`,
    });
    expect(status).toBe(400);
    expect(answer.error.message).toContain('different API keys');
  });

  test('is any key’s business where it was not made here', async () => {
    expect((await ask('/v1beta/files/elsewhere')).status).toBe(403);
  });

  test('an operation is asked for where it was begun', async () => {
    const start = await ask('/v1beta/models/gemini-2.5-flash:predictLongRunning', json({ instances: [] }));
    for (let i = 0; i < 3; i++) expect((await ask(`/v1beta/${start.json.name}`)).json).toMatchObject({ done: false });
    expect(usedKeys()).toHaveLength(1);
  });
});

describe('a list', () => {
  const make = async (count: number) => {
    for (let i = 0; i < count; i++) await ask('/v1beta/cachedContents', json({ model: 'models/gemini-2.5-flash' }));
  };
  const pages = async (size: number) => {
    const found: string[][] = [];
    let token = '';
    do {
      const query = new URLSearchParams({ pageSize: String(size), ...(token && { pageToken: token }) });
      const { json: page } = await ask(`/v1beta/cachedContents?${query}`);
      found.push((page.cachedContents as Array<{ name: string }>).map(({ name }) => name));
      token = page.nextPageToken ?? '';
    } while (token !== '');
    return found;
  };

  test.each([1, 2, 3, 5, 50])('holds what all keys made, each once, in pages of %i', async (size) => {
    await make(7);
    const found = await pages(size);
    expect(found.flat()).toHaveLength(7);
    expect(new Set(found.flat()).size).toBe(7);
    for (const page of found.slice(0, -1)) expect(page.length).toBeLessThanOrEqual(size);
  });

  test('is given without the keys that cannot answer', async () => {
    await make(6);
    fake.script({ key: keys[0] ?? '' }, { error: 'key-invalid' });
    const { status, json: page } = await ask('/v1beta/cachedContents');
    expect(status).toBe(200);
    expect(page.cachedContents).toHaveLength(4);
  });

  test('fails where no key can answer, and refuses tokens of others', async () => {
    expect((await ask('/v1beta/files?pageToken=other')).json.error.message).toContain('pageToken');
    fake.script({}, { error: 'key-invalid' });
    expect((await ask('/v1beta/files')).status).toBe(503);
  });
});

describe('a resumable upload', () => {
  const start = (path = '/gemini/upload/v1beta/files?key=test-password') =>
    ask(path, {
      trust: 'network',
      body: '{"file":{"displayName":"a"}}',
      headers: { 'x-goog-upload-protocol': 'resumable', 'x-goog-upload-command': 'start' },
    });

  test.each([
    ['/gemini/upload/v1beta/files?key=test-password', '/gemini/upload/v1beta/files'],
    ['/upload/v1beta/files?key=test-password', '/upload/v1beta/files'],
  ])('begun at %s goes on at an address without any key', async (path, expected) => {
    const { headers } = await start(path);
    const url = new URL(headers.get('x-goog-upload-url') ?? '');
    expect(url.origin + url.pathname).toBe(origin + expected);
    expect([...url.searchParams.keys()]).toEqual(['upload_id', 'upload_protocol']);
  });

  test('needs no password for what follows, as in the examples of Google', async () => {
    const url = (await start()).headers.get('x-goog-upload-url') ?? '';
    const finish = {
      trust: 'network',
      body: 'bytes',
      headers: { 'x-goog-upload-command': 'upload, finalize' },
    } as const;
    const { status, json: answer } = await ask(url, finish);
    expect(status).toBe(200);
    expect(answer.file.name).toMatch(/^files\//);
    expect(usedKeys()).toHaveLength(1);
    expect((await ask(url.replace(/upload_id=[^&]+/, 'upload_id=guess'), finish)).status).toBe(401);
  });

  test('is addressed by https where a proxy says so', async () => {
    const { headers } = await ask('/upload/v1beta/files', {
      body: '{}',
      headers: { 'x-goog-upload-command': 'start', 'x-forwarded-proto': 'https' },
    });
    expect(headers.get('x-goog-upload-url')).toMatch(/^https:\/\/127\.0\.0\.1:7860\/upload\//);
  });
});

test('errors are of Google’s form on every native path', async () => {
  for (const path of [
    generate,
    '/v1beta/models/x:generateContent',
    '/upload/v1beta/files',
    '/v1/models/x:countTokens',
  ]) {
    const { status, json: answer } = await ask(path, { ...json({}), trust: 'network' });
    expect(status).toBe(401);
    expect(answer.error).toMatchObject({ code: 401, status: 'UNAUTHENTICATED' });
  }
});

test('the Live API is refused in words where no WebSocket is carried', async () => {
  const { status, json: answer } = await ask(
    '/gemini/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent',
  );
  expect(status).toBe(400);
  expect(answer.error.message).toContain('WebSocket');
});
