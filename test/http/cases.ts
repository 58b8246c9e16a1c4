/** The HTTP cases, once for all drivers. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type FakeGemini, startFakeGemini } from '../fake-gemini/server.ts';
import { type Client, type Driver, events, json, post, type World } from './driver.ts';

const chat = (extra: object = {}) => ({
  model: 'gemini-2.5-flash',
  messages: [{ role: 'user', content: 'ping' }],
  ...extra,
});
const keys = ['AIzaSyMATRIX_ONE', 'AIzaSyMATRIX_TWO', 'AIzaSyMATRIX_THREE'];

export function describeHttp(driver: Driver): void {
  describe(`HTTP through ${driver.name}`, () => {
    let fake: FakeGemini;
    const clients: Client[] = [];
    const open = async (world: Partial<World> = {}) => {
      const client = await driver.open(fake, { keys, ...world });
      clients.push(client);
      return client;
    };
    beforeEach(async () => {
      fake = await startFakeGemini();
    });
    afterEach(async () => {
      await Promise.all(clients.splice(0).map((client) => client.close()));
      await fake.close();
    });

    test('completes a chat', async () => {
      const client = await open();
      fake.script({ method: 'generateContent' }, { text: 'pong' });
      const answer = await client.ask('/v1/chat/completions', post(chat()));
      expect(answer.status).toBe(200);
      expect(answer.headers['content-type']).toContain('application/json');
      expect(json(answer)).toMatchObject({
        object: 'chat.completion',
        model: 'gemini-2.5-flash',
        choices: [{ index: 0, message: { role: 'assistant', content: 'pong' }, finish_reason: 'stop' }],
        usage: { prompt_tokens: expect.any(Number), completion_tokens: expect.any(Number) },
      });
      const [request] = fake.requests;
      expect(request?.body).toMatchObject({ contents: [{ role: 'user', parts: [{ text: 'ping' }] }] });
      expect(keys).toContain(request?.headers['x-goog-api-key']);
      expect(JSON.stringify([request?.path, request?.query])).not.toContain('AIza');
    });

    test('streams a chat and ends it with [DONE]', async () => {
      const client = await open();
      fake.script({ method: 'streamGenerateContent' }, { text: ['po', 'ng', '你好'] });
      const answer = await client.ask(
        '/v1/chat/completions',
        post(chat({ stream: true, stream_options: { include_usage: true } })),
      );
      expect(answer.status).toBe(200);
      expect(answer.headers['content-type']).toContain('text/event-stream');
      const data = events(answer);
      expect(data.at(-1)).toBe('[DONE]');
      const chunks = data.slice(0, -1).map((one) => JSON.parse(one));
      expect(chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('')).toBe('pong你好');
      expect(
        chunks
          .flatMap((chunk) => chunk.choices.map((choice: { finish_reason: unknown }) => choice.finish_reason))
          .filter(Boolean),
      ).toEqual(['stop']);
      expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { prompt_tokens: expect.any(Number) } });
      expect(answer.text).not.toMatch(/\r|^event:|^:/m);
    });

    test('completes a text the old way', async () => {
      const client = await open({ settings: { fakeStreamingInterval: 0.01 } });
      fake.script({}, { beforeFirstByte: 50, text: ['po', 'ng'] });
      const prompt = { model: 'gemini-2.5-flash', prompt: 'ping' };
      const whole = json(await client.ask('/v1/completions', post(prompt)));
      expect(whole).toMatchObject({ object: 'text_completion', choices: [{ text: 'pong', finish_reason: 'stop' }] });
      const data = events(await client.ask('/v1/completions', post({ ...prompt, stream: true })));
      expect(data.at(-1)).toBe('[DONE]');
      const chunks = data.slice(0, -1).map((one) => JSON.parse(one));
      expect(new Set(chunks.map(({ object }) => object))).toEqual(new Set(['text_completion']));
      expect(chunks.map(({ choices }) => choices[0].text).join('')).toBe('pong');
      expect(fake.requests.at(-1)?.body).toMatchObject({ contents: [{ role: 'user', parts: [{ text: 'ping' }] }] });
    });

    test('serves the paths as people type them', async () => {
      const client = await open();
      for (const path of [
        '/chat/completions',
        '/v1/v1/chat/completions',
        '//v1//chat/completions',
        '/v1/chat/completions/',
      ]) {
        expect([path, (await client.ask(path, post(chat()))).status]).toEqual([path, 200]);
      }
    });

    test('lists models and tells of one', async () => {
      const client = await open();
      const list = json(await client.ask('/v1/models'));
      expect(list.object).toBe('list');
      expect(list.data).toContainEqual(
        expect.objectContaining({ id: 'gemini-2.5-flash', object: 'model', owned_by: 'google' }),
      );
      expect(json(await client.ask('/models/gemini-2.5-flash'))).toMatchObject({
        id: 'gemini-2.5-flash',
        object: 'model',
      });
      const unknown = await client.ask('/v1/models/no-such-model');
      expect(unknown.status).toBe(404);
      expect(json(unknown).error).toMatchObject({
        code: 'model_not_found',
        message: expect.stringContaining('no-such-model'),
      });
    });

    test('passes the native dialect through', async () => {
      const client = await open();
      const body = { contents: [{ role: 'user', parts: [{ text: 'ping' }] }], aFieldNobodyKnows: { x: 1 } };
      // As Google writes it, with a number that no JavaScript can hold.
      const said = { candidates: [{ content: { role: 'model', parts: [{ text: 'pong' }] } }] };
      const answered = `${JSON.stringify(said, undefined, 2).slice(0, -2)},\n  "id": 9007199254740993\n}\n`;
      // Google refuses fields that it does not know; whether it knows one is for Google to say.
      fake.script(
        { when: ({ body }) => JSON.stringify(body ?? null).includes('aFieldNobodyKnows') },
        { raw: [answered] },
      );
      const whole = await client.ask(
        '/gemini/v1beta/models/gemini-2.5-flash:generateContent?key=not-a-key',
        post(body),
      );
      expect(whole.status).toBe(200);
      expect(whole.text).toBe(answered);
      expect(fake.requests.at(-1)?.body).toEqual(body);
      expect(fake.requests.at(-1)?.headers['x-goog-api-key']).toMatch(/^AIzaSyMATRIX/);
      const streamed = await client.ask(
        '/gemini/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse',
        post({ contents: body.contents }),
      );
      expect(streamed.headers['content-type']).toContain('text/event-stream');
      expect(streamed.text).toContain('"candidates"');
      const models = json(await client.ask('/gemini/v1beta/models'));
      expect(models.models[0].name).toMatch(/^models\//);
    });

    test('native failures are google.rpc.Status', async () => {
      const client = await open();
      fake.script({}, { error: 'bad-request' });
      const answer = await client.ask('/gemini/v1beta/models/gemini-2.5-flash:generateContent', post({ contents: [] }));
      expect(answer.status).toBe(400);
      expect(json(answer).error).toMatchObject({ code: 400, status: 'INVALID_ARGUMENT', message: expect.any(String) });
    });

    test('rotates over the keys', async () => {
      const client = await open();
      for (let i = 0; i < 6; i++) await client.ask('/v1/chat/completions', post(chat()));
      const used = fake.requests.map((request) => request.headers['x-goog-api-key']);
      expect(new Set(used)).toEqual(new Set(keys));
    });

    test.each(['key-invalid', 'key-suspended', 'day-quota', 'minute-quota', 'overloaded', 'server-error'] as const)(
      'goes on to the next key after %s',
      async (error) => {
        const client = await open();
        const [bad] = keys;
        fake.script(bad === undefined ? {} : { key: bad }, { error });
        for (let i = 0; i < 3; i++) {
          const answer = await client.ask('/v1/chat/completions', post(chat({ stream: i === 1 })));
          expect(answer.status).toBe(200);
        }
        expect(fake.requests.some((request) => request.headers['x-goog-api-key'] === bad)).toBe(true);
      },
    );

    test.each([
      ['not JSON', '{"model":', 'invalid_json', null],
      ['an empty body', '', 'invalid_json', null],
      ['no messages', { model: 'gemini-2.5-flash' }, 'invalid_value', 'messages'],
      ['empty messages', { model: 'gemini-2.5-flash', messages: [] }, 'invalid_value', 'messages'],
      ['no model', { messages: [{ role: 'user', content: 'x' }] }, 'invalid_value', 'model'],
      ['a wrong type', chat({ temperature: 'hot' }), 'invalid_value', 'temperature'],
      [
        'an unknown role',
        { model: 'm', messages: [{ role: 'wizard', content: 'x' }] },
        'invalid_value',
        'messages[0].role',
      ],
      [
        'wrong content',
        { model: 'm', messages: [{ role: 'user', content: 7 }] },
        'invalid_value',
        'messages[0].content',
      ],
    ])('refuses %s, naming the field', async (_, body, code, param) => {
      const client = await open();
      const answer = await client.ask('/v1/chat/completions', post(body));
      expect(answer.status).toBe(400);
      expect(json(answer).error).toMatchObject({
        type: 'invalid_request_error',
        code,
        param,
        message: expect.any(String),
      });
      expect(fake.requests).toHaveLength(0);
    });

    test('an unknown model is the upstream 404, without a retry', async () => {
      const client = await open();
      fake.script({ method: 'generateContent' }, { error: 'model-not-found' });
      const answer = await client.ask('/v1/chat/completions', post(chat({ model: 'gemini-none' })));
      expect(answer.status).toBe(404);
      expect(json(answer).error).toMatchObject({
        code: 'model_not_found',
        message: expect.stringContaining('gemini-none'),
      });
      expect(fake.requests).toHaveLength(1);
    });

    test('a request that Google refuses is not retried, and Google says why', async () => {
      const client = await open();
      fake.script({}, { error: 'bad-request', message: 'contents[0].parts is odd' });
      const answer = await client.ask('/v1/chat/completions', post(chat({ stream: true })));
      expect(answer.status).toBe(400);
      expect(json(answer).error.message).toContain('contents[0].parts is odd');
      expect(fake.requests).toHaveLength(1);
    });

    test('without a key it says where to add one', async () => {
      const client = await open({ keys: [] });
      const answer = await client.ask('/v1/chat/completions', post(chat()));
      expect(answer.status).toBe(503);
      expect(json(answer).error).toMatchObject({ code: 'no_keys', type: 'server_error' });
    });

    test('all keys failing: dead keys give 503, spent keys 429 with Retry-After', async () => {
      const dead = await open();
      const takeBack = fake.script({}, { error: 'key-invalid' });
      const refused = await dead.ask('/v1/chat/completions', post(chat()));
      expect(refused.status).toBe(503);
      expect(json(refused).error.code).toBe('keys_unusable');
      takeBack();

      const spent = await open();
      fake.script({}, { error: 'minute-quota', retryDelay: 34 });
      const limited = await spent.ask('/v1/chat/completions', post(chat({ stream: true })));
      expect(limited.status).toBe(429);
      expect(json(limited).error.type).toBe('rate_limit_error');
      expect(Number(limited.headers['retry-after'])).toBeGreaterThan(20);
      for (const key of keys) expect(refused.text + limited.text).not.toContain(key);
    });

    test('a stream that breaks off says so in the stream', async () => {
      const client = await open({ settings: { fakeStreaming: false } });
      // A pause, because a stream's error throws away what its reader has not taken yet.
      fake.script({}, { text: ['one ', 'two ', 'three'], cutAfter: 2, betweenChunks: 100 });
      const answer = await client.ask('/v1/chat/completions', post(chat({ stream: true })));
      expect(answer.status).toBe(200);
      const failure = events(answer).find((data) => data.startsWith('{"error"'));
      expect(JSON.parse(failure ?? '{}').error).toMatchObject({ type: 'server_error', code: expect.any(String) });
      expect(answer.text).toContain('one ');
      expect(answer.text).not.toContain('"finish_reason":"stop"');
    });

    test('a stream without an end is marked as cut off', async () => {
      const client = await open();
      fake.script({}, { truncated: true });
      const answer = await client.ask('/v1/chat/completions', post(chat({ stream: true })));
      expect(events(answer).some((data) => data.includes('answer_truncated'))).toBe(true);
    });

    test('unknown paths are 404 in the caller’s dialect; /health is open', async () => {
      const client = await open();
      const answer = await client.ask('/v1/nothing');
      expect(answer.status).toBe(404);
      expect(json(answer).error).toMatchObject({ code: 'unknown_path', param: null });
      expect(json(await client.ask('/health'))).toMatchObject({ status: 'ok' });
      expect((await client.ask('/v1/chat/completions', { method: 'OPTIONS' })).status).toBe(204);
    });

    test('/api is not for this caller', async () => {
      const client = await open();
      for (const path of ['/api/status', '/api/keys', '/api/settings', '//api/keys']) {
        expect([path, (await client.ask(path)).status]).toEqual([path, driver.trust === 'site' ? 404 : 401]);
      }
    });

    test.runIf(driver.trust === 'network')('a wrong or missing password is 401, and nothing is asked', async () => {
      const client = await open();
      for (const headers of [{ authorization: 'Bearer wrong' }, { authorization: '' }]) {
        const answer = await client.ask('/v1/chat/completions', post(chat(), headers));
        expect(answer.status).toBe(401);
        expect(json(answer).error.code).toBe('invalid_api_key');
      }
      expect(fake.requests).toHaveLength(0);
    });

    test('debug headers tell of the attempts and no secret', async () => {
      const client = await open({ settings: { debugHeaders: true } });
      fake.script({}, { error: 'overloaded' }, 1);
      const answer = await client.ask('/v1/chat/completions', post(chat()));
      expect(answer.headers['x-hajimi-attempts']).toBe('2');
      expect(answer.headers['x-hajimi-model']).toBe('gemini-2.5-flash');
      expect(answer.headers['x-hajimi-key']).toEqual(expect.any(String));
      expect(JSON.stringify(answer.headers)).not.toMatch(/AIzaSyMATRIX/);
    });

    test('pictures come in a field of their own, or in the text for plain chat pages', async () => {
      const picture = { inlineData: { mimeType: 'image/png', data: 'iVBORw0KGgo=' } };
      const raw = [JSON.stringify({ candidates: [{ content: { parts: [picture] }, finishReason: 'STOP' }] })];
      const draw = async (settings: Record<string, unknown>) => {
        const client = await open({ settings: { fakeStreaming: false, ...settings } });
        fake.script({}, { raw });
        return json(await client.ask('/v1/chat/completions', post(chat()))).choices[0].message;
      };
      const url = 'data:image/png;base64,iVBORw0KGgo=';
      expect((await draw({})).images).toMatchObject([{ type: 'image_url', image_url: { url } }]);
      expect((await draw({ imagesAs: 'markdown' })).content).toContain(`](${url})`);
    });

    test('speaks', async () => {
      const client = await open();
      const part = { inlineData: { mimeType: 'audio/L16;codec=pcm;rate=24000', data: 'AAABAAIA' } };
      fake.script(
        {},
        { raw: [JSON.stringify({ candidates: [{ content: { parts: [part] }, finishReason: 'STOP' }] })] },
      );
      const answer = await client.ask(
        '/v1/audio/speech',
        post({ model: 'gemini-2.5-flash-preview-tts', input: 'hi', voice: 'alloy' }),
      );
      expect(answer.status).toBe(200);
      expect(answer.headers['content-type']).toBe('audio/wav');
      expect(answer.text.startsWith('RIFF')).toBe(true);
    });

    test('embeds', async () => {
      const client = await open();
      const answer = await client.ask('/v1/embeddings', post({ model: 'gemini-embedding-001', input: ['a', 'b'] }));
      expect(answer.status).toBe(200);
      expect(json(answer)).toMatchObject({ object: 'list', data: [{ index: 0 }, { index: 1 }] });
    });

    test('keeps vectors for SillyTavern and finds them again', async () => {
      const client = await open();
      const about = { model: 'gemini-embedding-001', collectionId: 'book' };
      const items = ['the first page', '第二页'].map((text, index) => ({ text, hash: 100 + index, index }));
      expect(json(await client.ask('/api/vector/insert', post({ ...about, items })))).toEqual({ success: true });
      const query = async (extra: object) => json(await client.ask('/api/vector/query', post({ ...about, ...extra })));
      const found = await query({ searchText: '第二页', threshold: 0.99 });
      expect(found).toMatchObject({ hashes: [101], metadata: [{ text: '第二页', hash: 101, index: 1 }] });
      expect(found.similarities).toEqual([expect.closeTo(1, 3)]);
      expect(found.items).toEqual([{ text: '', score: 0, metadata: { embedding: expect.any(Array) } }]);
      const elsewhere = await query({ searchText: '第二页', collectionId: 'another' });
      expect(elsewhere).toMatchObject({ hashes: [], metadata: [], similarities: [0], items: [{ score: 0 }] });

      const unclear = await client.ask('/api/vector/insert', post({ ...about, items: [{}] }));
      expect([unclear.status, json(unclear).error.param]).toEqual([400, 'items.0.text']);
      if (driver.trust !== 'network') return;
      const stranger = await client.ask(
        '/api/vector/query',
        post({ ...about, searchText: 'x' }, { authorization: '' }),
      );
      expect([stranger.status, json(stranger).error.code]).toEqual([401, 'invalid_api_key']);
    });
  });
}
