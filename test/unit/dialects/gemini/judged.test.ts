/** What the owner allows a caller holds however the request is written. */
// covers: src/core/dialects/gemini/judge.ts, src/core/dialects/gemini/routes.ts
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Settings } from '../../../../src/contract/settings/table.ts';
import { KEPT_BODY } from '../../../../src/core/dialects/gemini/pass/outgoing-body.ts';
import type { Caller } from '../../../../src/core/ports.ts';
import { type FakeGemini, startFakeGemini } from '../../../fake-gemini/server.ts';
import { openHajimi, type TestHajimi } from '../../../support/hajimi.ts';

const origin = 'http://127.0.0.1:7860';
const callers: Record<string, Caller> = {
  'a client of the relay': { id: 'bob', trust: 'network', named: true },
  'a page': { id: 'http://localhost:9811', trust: 'site' },
};

let fake: FakeGemini;
let hajimi: TestHajimi | undefined;

beforeEach(async () => {
  fake = await startFakeGemini();
});
afterEach(async () => {
  await hajimi?.close();
  await fake.close();
});

async function open(caller: Caller, settings: Partial<Settings> = {}, models?: readonly string[]) {
  const env = {
    geminiBaseUrl: fake.url,
    fakeStreaming: false,
    cacheExpiryTime: 0,
    maxRequestsPerMinute: 0,
    ...settings,
  };
  const kind = caller.trust === 'site' ? 'extension' : 'relay';
  hajimi = openHajimi({ kind, env, keyTexts: ['AIzaSyJUDGED_ONE_0123456'] });
  if (models === undefined) return;
  await hajimi.store.commit([{ id: 'own', op: 'put', in: 'allowances', key: caller.id, value: { models } }], 'strict');
  const { store } = hajimi;
  await hajimi.close();
  hajimi = openHajimi({ kind, env, keyTexts: ['AIzaSyJUDGED_ONE_0123456'] }, { store });
}

async function ask(caller: Caller, path: string, body: string | ReadableStream<Uint8Array>, headers = {}) {
  const request = new Request(origin + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-goog-api-key': 'test-password', ...headers },
    body,
    duplex: 'half',
  } as RequestInit);
  const response = await hajimi?.fetch(request, caller);
  return { status: response?.status, text: (await response?.text()) ?? '' };
}

const contents = '"contents":[{"parts":[{"text":"ping"}]}]';
const pro = 'gemini-2.5-pro';

/** Each is `gemini-2.5-pro` to Google. */
const spellings: ReadonlyArray<readonly [path: string, body: string]> = [
  ['/models/gemini-2.5-pro:generateContent', `{${contents}}`],
  ['/models/gemini%2d2.5-pro:generateConten%74', `{${contents}}`],
  ['/%6dodels/gemini-2.5-pro:generateContent', `{${contents}}`],
  ['/models//gemini-2.5-pro:generateContent/', `{${contents}}`],
  ['/models/gemini-2.5-pro:batchGenerateContent', '{"batch":{}}'],
  ['/models/gemini-2.5-pro:someMethodOfNextYear', '{}'],
  ['/models/gemini-2.5-pro/operations:x', '{}'],
  ['/openai/chat/completions', `{"model":"${pro}","messages":[]}`],
  ['/openai/chat/completions', String.raw`{"mod\u0065l":"gemini-2.5-pro","messages":[]}`],
  ['/openai/chat/completions', String.raw`{"model":"gemini-2.5-pr\u006f","messages":[]}`],
  ['/openai/chat/completions', String.raw`{"model":"models\/gemini-2.5-pro","messages":[]}`],
  ['/openai/chat/completions', `{"model":"google/${pro}","messages":[]}`],
  ['/openai/chat/completions', `{"model":"gemini-2.5-flash","messages":[],"model":"${pro}"}`],
  ['/openai/chat/completions', `{"model":"${pro}","messages":[],"model":"gemini-2.5-flash"}`],
  ['/openai/chat/completions', `{"messages":[{"content":"\\"model\\":\\"gemini-2.5-flash\\""}],"model":"${pro}"}`],
  ['/%6fpenai/chat/completions', `{"model":"${pro}","messages":[]}`],
  ['/openai/embeddings', `{"model":"${pro}","input":"x"}`],
  ['/openai/chat/completions?model=gemini-2.5-pro', '{"messages":[]}'],
  ['/interactions', String.raw`{"mod\u0065l":"gemini-2.5-pro","input":"x"}`],
  ['/interactions/', `{"model":"${pro}","input":"x"}`],
  ['/interaction%73', `{"model":"${pro}","input":"x"}`],
  ['/interactions', `{"agent":"deep-research-pro","input":"x"}`],
  [
    '/interactions',
    `{"model":"gemini-2.5-flash","tools":[{"parameters":{}}],"input":"x","agent_config":{"model":"${pro}"}}`,
  ],
  ['/interactions', `{"tools":[{"parameters":{"a":{"model":"x"}}},{"model":"${pro}"}]}`],
  ['/interactions', `{"metadata":{"x":{}},"input":[{"model":["gemini-2.5-flash",{"args":{}},"${pro}"]}]}`],
  ['/cachedContents', `{"model":"models/${pro}",${contents}}`],
  ['/tunedModels', `{"baseModel":"models/${pro}"}`],
  ['/tunedModels', `{"base_model":"models/${pro}"}`],
  ['/tunedModels', `{"tunedModelSource":{"baseModel":"models/${pro}"}}`],
  ['/tunedModels/mine:generateContent', `{${contents}}`],
  ['/dynamic/mine:generateContent', `{${contents}}`],
  ['/batches', `{"model":"models/${pro}"}`],
  [
    '/models/gemini-2.5-flash:batchGenerateContent',
    `{"batch":{"inputConfig":{"requests":{"requests":[{"request":{"model":"models/${pro}"}}]}}}}`,
  ],
  [
    '/models/gemini-2.5-flash:batchEmbedContents',
    `{"requests":[{"model":"models/gemini-2.5-flash"},{"model":"models/${pro}"}]}`,
  ],
  ['/models/gemini-2.5-flash:countTokens', `{"generateContentRequest":{"model":"models/${pro}"}}`],
  ['/models/gemini-2.5-flash:countTokens', `{"generate_content_request":{"model":"models/${pro}"}}`],
  ['/projects/p/locations/l/publishers/google/models/gemini-2.5-pro:generateContent', `{${contents}}`],
];

/** What can be read in two ways, or in none. */
const malformed: ReadonlyArray<readonly [path: string, body: string]> = [
  ['/models%2fgemini-2.5-pro:generateContent', `{${contents}}`],
  ['/models/gemini-2.5-flash;gemini-2.5-pro:generateContent', `{${contents}}`],
  ['/models/gemini-2.5-pro:generateContent;x', `{${contents}}`],
  ['/models/gemini-2.5-pro%2500:generateContent', `{${contents}}`],
  ['/openai/chat/completions', `{model:"${pro}","messages":[]}`],
  ['/openai/chat/completions', `{'model':'${pro}'}`],
  ['/openai/chat/completions', '{"model":"gemini-2.5-flash",}'],
  ['/openai/chat/completions', `{"model":"gemini-2.5-flash"}{"model":"${pro}"}`],
  ['/openai/chat/completions', `{"model":"${'x'.repeat(10_000)}"}`],
  ['/openai/chat/completions', `{"model":" ${pro}"}`],
  ['/interactions', 'model=gemini-2.5-pro'],
];

describe.each(Object.entries(callers))('%s that may use gemini-2.5-flash', (_, caller) => {
  const rules: ReadonlyArray<readonly [string, Partial<Settings>, readonly string[] | undefined]> = [
    ['of its own', {}, ['gemini-2.5-flash']],
    ['of all', { whitelistModels: ['gemini-2.5-flash'] }, undefined],
    ['by what is blocked', { blockedModels: ['*-pro', 'deep-*', '*/mine'] }, undefined],
  ];

  test.each(rules)('is refused every spelling of another model, %s', async (_name, settings, models) => {
    await open(caller, settings, models);
    for (const [path, body] of spellings) {
      for (const prefix of ['/gemini/v1beta', '/v1beta', '/gemini/v1alpha']) {
        const { status, text } = await ask(caller, prefix + path, body);
        expect([path, body, status, text]).toEqual([path, body, 404, expect.stringContaining('does not allow it')]);
      }
    }
    for (const [path, body] of malformed) {
      expect([path, body, (await ask(caller, `/gemini/v1beta${path}`, body)).status]).toEqual([path, body, 400]);
    }
    expect(fake.requests).toEqual([]);
  });

  test('is served its own, byte for byte, whatever a program’s own fields are called', async () => {
    await open(caller, {}, ['gemini-2.5-flash']);
    const bodies: ReadonlyArray<readonly [path: string, body: string]> = [
      ['/openai/chat/completions', '{"model":"gemini-2.5-flash","messages":[{"role":"user","content":"ping"}]}'],
      [
        '/interactions',
        '{ "model" : "models/gemini-2.5-flash", "input":"\\"model\\":\\"gemini-2.5-pro\\"", "x":1.50 }',
      ],
      [
        '/interactions',
        '{"model":"gemini-2.5-flash","input":[{"type":"function_call","arguments":{"model":"T-800"}}]}',
      ],
      [
        '/interactions',
        '{"model":"gemini-2.5-flash","tools":[{"parameters":{"properties":{"model":{"default":"T","enum":["T"]}}}}]}',
      ],
      ['/cachedContents', '{"model":"models/gemini-2.5-flash"}'],
    ];
    for (const [path, body] of bodies) {
      await ask(caller, `/gemini/v1beta${path}`, body, { 'content-type': 'application/json; charset=utf-16' });
      const sent = fake.requests.at(-1);
      expect([path, sent?.body]).toEqual([path, JSON.parse(body)]);
      expect(sent?.headers).toMatchObject({ 'content-type': 'application/json', 'content-length': `${body.length}` });
    }
    expect(fake.requests).toHaveLength(bodies.length);
  });

  test('sends a file as a form where Google takes one, and nowhere else', async () => {
    await open(caller, {}, ['gemini-2.5-flash']);
    const form = '--b\r\ncontent-disposition: form-data; name="model"\r\n\r\ngemini-2.5-pro\r\n--b--\r\n';
    const type = { 'content-type': 'multipart/form-data; boundary=b' };
    expect((await ask(caller, '/gemini/v1beta/openai/files', form, type)).status).toBe(200);
    expect(fake.requests.at(-1)).toMatchObject({ body: form, headers: type });
    expect((await ask(caller, '/gemini/v1beta/interactions', form, type)).status).toBe(400);
    expect(fake.requests).toHaveLength(1);
  });

  test('gets no token and no batch that leave the model open', async () => {
    await open(caller, {}, ['gemini-2.5-flash']);
    for (const path of ['/gemini/v1alpha/auth_tokens', '/gemini/v1beta/openai/batches']) {
      expect((await ask(caller, path, '{"model":"gemini-2.5-flash"}')).status).toBe(403);
    }
    expect(fake.requests).toEqual([]);
  });

  test.each([100, KEPT_BODY + 100])('is judged by the end of a body of %i bytes, too', async (size) => {
    await open(caller, {}, ['gemini-2.5-flash']);
    const body = (model: string) =>
      `{"input":[{"type":"image","data":"${'A'.repeat(size)}"}],"model":"gemini-2.5-flash","model":"${model}"}`;
    expect((await ask(caller, '/gemini/v1beta/interactions', body(pro))).status).toBe(404);
    // A body that is streamed was cut off before its end.
    expect(fake.requests.filter((request) => typeof request.body === 'object')).toEqual([]);
    expect((await ask(caller, '/gemini/v1beta/interactions', body('gemini-2.5-flash'))).status).toBe(200);
    expect(fake.requests.at(-1)?.body).toMatchObject({ model: 'gemini-2.5-flash' });
  });

  test('may call it by another name in the path', async () => {
    await open(caller, { modelAliases: ['mine=gemini-embedding-001'] }, ['mine', 'gemini-2.5-flash']);
    const body = '{"requests":[{"model":"models/mine","content":{"parts":[{"text":"x"}]}}]}';
    expect((await ask(caller, '/gemini/v1beta/models/mine:batchEmbedContents', body)).status).toBe(200);
    expect(fake.requests.at(-1)).toMatchObject({
      path: '/v1beta/models/gemini-embedding-001:batchEmbedContents',
      body: { requests: [{ model: 'models/gemini-embedding-001' }] },
    });
  });

  test('spends its requests with every spelling that is sent', async () => {
    await open(caller, { maxRequestsPerMinute: 2 });
    const paths = [
      '/models/gemini-2.5-flash:generateConten%74',
      '/interaction%73/',
      '/models/gemini-2.5-flash:generateContent',
      '/models/gemini-2.5-flash:generateContent;x',
      '/openai/chat/completion%73',
      '/cachedContents',
      '/tunedModels/x:generateContent',
    ];
    const statuses: unknown[] = [];
    for (const path of paths)
      statuses.push((await ask(caller, `/gemini/v1beta${path}`, `{"model":"gemini-2.5-flash",${contents}}`)).status);
    expect(statuses).toEqual([200, 200, 429, 429, 429, 429, 429]);
    expect(fake.requests.map(({ path }) => path)).toEqual([
      '/v1beta/models/gemini-2.5-flash:generateContent',
      '/v1beta/interactions',
    ]);
    expect((await ask(caller, '/gemini/v1beta/models/gemini-2.5-flash:countTokens', `{${contents}}`)).status).toBe(200);
  });
});
