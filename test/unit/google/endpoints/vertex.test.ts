// covers: src/core/google/endpoints, src/core/google/auth
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { KeyView } from '../../../../src/contract/keys.ts';
import type { Settings } from '../../../../src/contract/settings/table.ts';
import { type FakeGemini, startFakeGemini } from '../../../fake-gemini/server.ts';
import { openHajimi, type TestHajimi } from '../../../support/hajimi.ts';

const owner = { id: 'test', trust: 'owner' } as const;
const call = '/v1beta/models/gemini-2.5-flash:generateContent';
const hello = { contents: [{ parts: [{ text: 'hello' }] }] };

describe('Vertex AI in the pool', () => {
  let fake: FakeGemini;
  let hajimi: TestHajimi | undefined;
  let now = Date.UTC(2026, 10, 24, 21, 17);
  const clock = { now: () => now, after: () => () => undefined };

  beforeEach(async () => {
    fake = await startFakeGemini();
  });
  afterEach(async () => {
    await hajimi?.close();
    await fake.close();
  });

  const open = (
    keys: readonly string[],
    options: { settings?: Partial<Settings>; express?: readonly string[] } = {},
  ) => {
    const env = {
      geminiBaseUrl: fake.url,
      vertexBaseUrl: fake.url,
      googleTokenUrl: `${fake.url}/token`,
      fakeStreaming: false,
      ...options.settings,
    };
    hajimi = openHajimi({ env, keyTexts: keys, expressKeyTexts: options.express ?? [] }, { clock });
    return hajimi;
  };
  const ask = async (path: string, body?: object) => {
    const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    const request = new Request(`https://hajimi.invalid${path}`, {
      headers: { 'content-type': 'application/json' },
      ...init,
    });
    const response = await open_().fetch(request, owner);
    return { status: response.status, json: JSON.parse(await response.text()) };
  };
  const open_ = () => hajimi ?? open([]);
  const said = (answer: { json: { candidates?: Array<{ content?: { parts?: Array<{ text?: string }> } }> } }) =>
    answer.json.candidates?.[0]?.content?.parts?.[0]?.text;
  const signIns = () => fake.requests.filter(({ path }) => path.endsWith('/token'));
  const calls = () => fake.requests.filter(({ path }) => !path.endsWith('/token'));

  describe('a service account', () => {
    test('signs in with a signed assertion and calls its own project', async () => {
      const { json } = fake.vertex.createAccount({ project: 'my-project' });
      open([json]);
      expect(said(await ask(call, hello))).toBe('You said: hello');
      const [request] = calls();
      expect(request?.path).toBe(
        '/v1beta1/projects/my-project/locations/global/publishers/google/models/gemini-2.5-flash:generateContent',
      );
      expect(request?.headers.authorization).toMatch(/^Bearer ya29\./);
      expect(request?.headers['x-goog-api-key']).toBeUndefined();
      // Vertex wants a role in every content; AI Studio's clients may leave it out.
      expect(request?.body).toEqual({ contents: [{ role: 'user', parts: [{ text: 'hello' }] }] });
    });

    test('is served where the settings say', async () => {
      const { json } = fake.vertex.createAccount();
      open([json], { settings: { vertexProjectId: 'other-project', vertexLocation: 'europe-west4' } });
      await ask(call, hello);
      expect(calls()[0]?.path).toContain('/projects/other-project/locations/europe-west4/');
    });

    test('is served where a person says of this one, until that is taken back', async () => {
      open([fake.vertex.createAccount({ project: 'its-own' }).json]);
      const [account] = (await ask('/api/keys')).json;
      const move = async (project: string, location: string) => {
        const init = { method: 'PATCH', body: JSON.stringify({ project, location }) };
        const response = await open_().fetch(new Request(`https://hajimi.invalid/api/keys/${account.id}`, init), owner);
        return response.json();
      };
      expect(await move('mine', 'us-east1')).toMatchObject({ project: 'mine', location: 'us-east1' });
      await ask(call, hello);
      expect(await move('', '')).not.toHaveProperty('location');
      await ask(call, hello);
      expect(calls().map(({ path }) => path.slice(0, path.indexOf('/publishers')))).toEqual([
        '/v1beta1/projects/mine/locations/us-east1',
        '/v1beta1/projects/its-own/locations/global',
      ]);
    });

    test('answers the OpenAI dialect, whole and streamed', async () => {
      open([fake.vertex.createAccount().json]);
      const chat = { model: 'gemini-2.5-flash', messages: [{ role: 'user', content: 'hello' }] };
      const { json } = await ask('/v1/chat/completions', chat);
      expect(json.choices[0].message.content).toBe('You said: hello');
      const request = new Request('https://hajimi.invalid/v1/chat/completions', {
        method: 'POST',
        body: JSON.stringify({ ...chat, stream: true }),
      });
      const stream = await (await open_().fetch(request, owner)).text();
      expect(stream).toContain('data: [DONE]');
    });

    test('uses one token for many calls', async () => {
      open([fake.vertex.createAccount().json]);
      for (let i = 0; i < 3; i++) await ask(call, hello);
      now += 58 * 60_000;
      await ask(call, hello);
      expect(signIns()).toHaveLength(1);
    });

    test('renews an expired token once for 50 calls at a time', async () => {
      open([fake.vertex.createAccount().json]);
      await ask(call, hello);
      now += 3600_000;
      const answers = await Promise.all(
        Array.from({ length: 50 }, (_, i) =>
          ask(call, { contents: [{ role: 'user', parts: [{ text: `call ${i}` }] }] }),
        ),
      );
      expect(answers.map(({ status }) => status)).toEqual(Array(50).fill(200));
      expect(signIns()).toHaveLength(2);
    });

    test('gets a new token when Google takes the old one no more', async () => {
      open([fake.vertex.createAccount().json]);
      await ask(call, hello);
      fake.vertex.endTokens();
      expect(said(await ask(call, { contents: [{ role: 'user', parts: [{ text: 'again' }] }] }))).toBe(
        'You said: again',
      );
      expect(signIns()).toHaveLength(2);
    });

    test('gets one new token for 50 calls whose token Google takes no more', async () => {
      open([fake.vertex.createAccount().json]);
      await ask(call, hello);
      fake.vertex.endTokens();
      const answers = await Promise.all(
        Array.from({ length: 50 }, (_, i) =>
          ask(call, { contents: [{ role: 'user', parts: [{ text: `call ${i}` }] }] }),
        ),
      );
      expect(answers.map(({ status }) => status)).toEqual(Array(50).fill(200));
      expect(signIns()).toHaveLength(2);
    });

    test('is marked invalid in words when it was revoked', async () => {
      const { email, json } = fake.vertex.createAccount();
      fake.vertex.revoke(email);
      open([json]);
      const { status, json: body } = await ask(call, hello);
      expect(status).toBe(503);
      expect(body.error.message).toContain('account not found');
      const [key] = (await ask('/api/keys')).json as KeyView[];
      expect(key).toMatchObject({ kind: 'service-account', label: email, state: 'unusable', cause: 'key-invalid' });
      expect(key?.message).toContain('refused the sign-in of this service account');
      expect(JSON.stringify([key, body])).not.toMatch(/PRIVATE KEY/);
    });

    test('is not blamed for a clock that is wrong', async () => {
      const { json } = fake.vertex.createAccount();
      open([json]);
      const description =
        'Invalid JWT: Token must be a short-lived token and in a reasonable timeframe. Check your iat';
      fake.script(
        { when: ({ path }) => path.endsWith('/token') },
        { raw: [JSON.stringify({ error: 'invalid_grant', error_description: description })], status: 400 },
      );
      // The pauses between tries never end on this clock.
      hajimi = openHajimi({
        env: { vertexBaseUrl: fake.url, googleTokenUrl: `${fake.url}/token`, maxRetryNum: 1 },
        keyTexts: [json],
      });
      const { json: body } = await ask(call, hello);
      expect(body.error.message).toContain('the clock of this computer is wrong');
      expect(((await ask('/api/keys')).json as KeyView[])[0]).toMatchObject({ state: 'usable' });
    });

    test('lists the models of Vertex', async () => {
      open([fake.vertex.createAccount().json]);
      expect((await ask('/v1beta/models')).json.models).toMatchObject([{ name: 'models/gemini-2.5-flash' }]);
    });

    test('is tested by a call that costs nothing', async () => {
      const { email, json } = fake.vertex.createAccount();
      open([json]);
      const [key] = (await ask('/api/keys')).json as KeyView[];
      expect((await ask(`/api/keys/${key?.id}/test`, {})).json).toMatchObject({ verdict: 'works' });
      // A model that Vertex lists for this account, whatever else is Hajimi's default.
      expect(calls().map(({ path }) => path.split('/').at(-1))).toEqual(['models', 'gemini-2.5-flash:countTokens']);
      fake.vertex.revoke(email);
      fake.vertex.endTokens();
      expect((await ask(`/api/keys/${key?.id}/test`, {})).json).toMatchObject({
        verdict: 'fails',
        cause: 'key-invalid',
      });
    });
  });

  describe('Express keys', () => {
    const express = ['AQ.express-key-one-0123456789', 'AQ.express-key-two-0123456789'];

    test('rotate', async () => {
      open([], { express });
      for (let i = 0; i < 4; i++) {
        expect((await ask(call, { contents: [{ role: 'user', parts: [{ text: `${i}` }] }] })).status).toBe(200);
      }
      expect(new Set(calls().map(({ key }) => key))).toEqual(new Set(express));
      expect(calls()[0]?.path).toBe('/v1beta1/publishers/google/models/gemini-2.5-flash:generateContent');
      expect(calls()[0]?.headers.authorization).toBeUndefined();
    });

    test('fail over', async () => {
      open([], { express });
      const [first = ''] = express;
      fake.script({ key: first }, { error: 'minute-quota' });
      for (let i = 0; i < 3; i++) expect((await ask(call, hello)).status).toBe(200);
      expect(((await ask('/api/keys')).json as KeyView[]).map(({ kind }) => kind)).toEqual([
        'vertex-express',
        'vertex-express',
      ]);
    });

    test('can be pasted in the page', async () => {
      open([]);
      const { json } = await ask('/api/keys', { text: express.join('\n'), keysAre: 'vertex-express' });
      expect(json.added.map(({ kind }: KeyView) => kind)).toEqual(['vertex-express', 'vertex-express']);
    });

    test('have a list of models where Vertex gives none', async () => {
      open([], { express });
      fake.script({ when: ({ path }) => path.endsWith('/publishers/google/models') }, { error: 'key-restricted' });
      const { json } = await ask('/v1/models');
      expect(json.data.map(({ id }: { id: string }) => id)).toContain('gemini-3.8-flash');
    });
  });

  describe('next to AI Studio', () => {
    const studio = 'AIzaSySTUDIO_0123456789';
    const express = 'AQ.express-key-one-0123456789';
    const sides = () => calls().map(({ path }) => (path.includes('/publishers/') ? 'vertex' : 'aistudio'));

    test('comes second, unless the person puts it first', async () => {
      open([studio], { express: [express] });
      await ask(call, hello);
      open([studio], { express: [express], settings: { enableVertex: true } });
      await ask(call, hello);
      expect(sides()).toEqual(['aistudio', 'vertex']);
    });

    test('takes over when the preferred side cannot answer', async () => {
      open([studio], { express: [express] });
      fake.script({ key: studio }, { error: 'day-quota' });
      expect((await ask(call, hello)).status).toBe(200);
      expect(sides()).toEqual(['aistudio', 'vertex']);
    });

    test.each([
      ['/vertex/v1beta/models/gemini-2.5-flash:generateContent', 'vertex'],
      ['/vertex/gemini/v1beta/models/gemini-2.5-flash:generateContent', 'vertex'],
      ['/aistudio/gemini/v1/models/gemini-2.5-flash:generateContent', 'aistudio'],
      ['/vertex/v1beta1/publishers/google/models/gemini-2.5-flash:generateContent', 'vertex'],
      [
        '/aistudio/v1beta1/projects/p/locations/l/publishers/google/models/gemini-2.5-flash:generateContent',
        'aistudio',
      ],
    ])('is chosen by the path %s', async (path, side) => {
      open([studio], { express: [express] });
      expect((await ask(path, hello)).status).toBe(200);
      expect(sides()).toEqual([side]);
    });

    test.each(['vertex', 'aistudio'])('is chosen for OpenAI by /%s/v1', async (side) => {
      open([studio], { express: [express] });
      const chat = { model: 'gemini-2.5-flash', messages: [{ role: 'user', content: 'hello' }] };
      expect((await ask(`/${side}/v1/chat/completions`, chat)).status).toBe(200);
      expect(sides()).toEqual([side]);
    });

    test('is asked for a model that the preferred side does not know', async () => {
      open([studio, 'AIzaSySTUDIO_9876543210'], { express: [express] });
      fake.script({ when: ({ path }) => !path.includes('/publishers/') }, { error: 'model-not-found' });
      expect((await ask(call, hello)).status).toBe(200);
      expect(sides()).toEqual(['aistudio', 'vertex']);
      fake.script({}, { error: 'model-not-found' });
      const { status, json } = await ask(call, { contents: [{ role: 'user', parts: [{ text: 'again' }] }] });
      expect(status).toBe(404);
      expect(json.error.status).toBe('NOT_FOUND');
      expect(sides()).toHaveLength(4);
    });

    test('is missed in words', async () => {
      open([studio]);
      const { status, json } = await ask(`/vertex${call}`, hello);
      expect(status).toBe(503);
      expect(json.error.message).toBe('There is no Vertex AI credential in the pool, and this call needs one');
    });

    test('leaves files to AI Studio', async () => {
      open([studio], { express: [express], settings: { enableVertex: true } });
      await ask('/v1beta/files');
      await ask('/v1beta/cachedContents', { model: 'models/gemini-2.5-flash' });
      expect(sides()).toEqual(['aistudio', 'aistudio']);
    });

    test.each(['gemini-embedding-001', 'gemini-embedding-2'])('embeds as the other side does: %s', async (model) => {
      open([studio], { express: [express] });
      const input = { model, input: Array.from({ length: 7 }, (_, i) => `text ${i}`), dimensions: 8 };
      const vertex = await ask('/vertex/v1/embeddings', input);
      expect(vertex.json.data.map(({ embedding }: { embedding: number[] }) => embedding.length)).toEqual(
        Array(7).fill(8),
      );
      expect(vertex.json.usage.prompt_tokens).toBe(21);
      expect(new Set(sides())).toEqual(new Set(['vertex']));
      const studioAnswer = await ask('/aistudio/v1/embeddings', { ...input, model: 'gemini-embedding-001' });
      expect(vertex.json.data).toEqual(studioAnswer.json.data);
      const one = { content: { parts: [{ text: 'text 0' }] }, outputDimensionality: 8 };
      const native = await ask(`/vertex/v1beta/models/${model}:embedContent`, one);
      expect(native.json.embedding.values).toEqual(vertex.json.data[0].embedding);
    });
  });
});
