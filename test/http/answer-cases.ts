/** What happens around a call, once for all drivers: what Gemini is asked, and what the client gets. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { GenerateContentRequest } from '../../src/core/gemini/wire.ts';
import type { Behaviour } from '../gemini/script.ts';
import { type FakeGemini, startFakeGemini } from '../gemini/server.ts';
import { type Answer, type Ask, type Client, type Driver, events, json, post } from './driver.ts';

const keys = ['AIzaSyANSWER_ONE', 'AIzaSyANSWER_TWO', 'AIzaSyANSWER_THREE'];
const CHAT = '/v1/chat/completions';
const NATIVE = '/gemini/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse';
/** So short that a test need not wait; so long that an answer without delay is there first. */
const SOON = 0.03;

const chat = (extra: object = {}) => ({
  model: 'gemini-2.5-flash',
  messages: [{ role: 'user', content: 'ping' }],
  ...extra,
});
const native = { contents: [{ role: 'user', parts: [{ text: 'ping' }] }] };
const picture = (data: string) => [
  { type: 'text', text: 'what is this?' },
  { type: 'image_url', image_url: { url: `data:image/png;base64,${data}` } },
];

interface Chunk {
  readonly model: string;
  readonly choices: ReadonlyArray<{ readonly delta: { readonly content?: string }; readonly finish_reason?: string }>;
}

const chunksOf = (answer: Answer): Chunk[] =>
  events(answer)
    .filter((data) => data !== '[DONE]')
    .map((data) => JSON.parse(data));
const textOf = (answer: Answer) =>
  chunksOf(answer)
    .map(({ choices }) => choices[0]?.delta.content ?? '')
    .join('');
const nativeEvents = (answer: Answer) =>
  answer.text
    .split('\r\n\r\n')
    .filter((event) => event !== '')
    .map((event) => JSON.parse(event.replace(/^data: /, '')));
const nativeText = (answer: Answer) =>
  nativeEvents(answer)
    .map((event) => event.candidates[0].content.parts.map((part: { text: string }) => part.text).join(''))
    .join('');

/** Over a network the client that left sees nothing more; without one, it can still read what it would have been told. */
const whenGone = (asking: Promise<Answer>) =>
  asking.then(
    ({ status }) => (status === 499 ? 'gone' : status),
    () => 'gone',
  );

export function describeAnswers(driver: Driver): void {
  describe(`answers through ${driver.name}`, () => {
    let fake: FakeGemini;
    const clients: Client[] = [];
    const open = async (settings: Readonly<Record<string, unknown>> = {}, only: readonly string[] = keys) => {
      const client = await driver.open(fake, { keys: only, settings: { maxRequestsPerMinute: 0, ...settings } });
      clients.push(client);
      return client;
    };
    const calls = () => fake.requests.filter(({ method }) => method !== 'models.list');
    beforeEach(async () => {
      fake = await startFakeGemini();
    });
    afterEach(async () => {
      await Promise.all(clients.splice(0).map((client) => client.close()));
      await fake.close();
    });

    describe('fake streaming', () => {
      const slow = { fakeStreamingInterval: SOON };

      test('two dead keys and a silent Gemini: one clean answer, the client kept waiting', async () => {
        const client = await open(slow);
        fake.script({}, { error: 'key-invalid' }, 2);
        fake.script({}, { beforeFirstByte: 300, text: ['po', 'ng'] });
        const answer = await client.ask(CHAT, post(chat({ stream: true })));
        expect(answer.status).toBe(200);
        expect(textOf(answer)).toBe('pong');
        expect(events(answer).filter((data) => data === '[DONE]')).toHaveLength(1);
        expect(answer.text).not.toMatch(/\r|^event:|^:|"error"/m);
        const waiting = chunksOf(answer).filter(
          ({ choices }) => Object.keys(choices[0]?.delta ?? {}).length === 0 && !choices[0]?.finish_reason,
        );
        if (driver.trust === 'network') expect(waiting.length).toBeGreaterThan(0);
        else expect(waiting).toEqual([]);
        const named = chunksOf(answer).map((chunk) => JSON.stringify([(chunk as { id?: string }).id, chunk.model]));
        expect(new Set(named).size).toBe(1);
        expect(new Set(calls().map(({ key }) => key)).size).toBe(3);
      });

      test('the same for a client of the native dialect', async () => {
        const client = await open(slow);
        fake.script({}, { error: 'key-invalid' }, 2);
        fake.script({}, { beforeFirstByte: 300, text: ['po', 'ng'] });
        const answer = await client.ask(NATIVE, post(native));
        expect([answer.status, answer.headers['content-type']]).toEqual([200, 'text/event-stream']);
        expect(nativeText(answer)).toBe('pong');
        const silent = nativeEvents(answer).filter((event) => event.candidates[0].content.parts[0].text === '');
        expect(silent.length > 0).toBe(driver.trust === 'network');
        expect(calls()).toHaveLength(3);
      });

      test('without alt=sse the native stream is one JSON array', async () => {
        const client = await open(slow);
        fake.script({}, { beforeFirstByte: 150, text: ['po', 'ng'] });
        const answer = await client.ask(NATIVE.replace('?alt=sse', ''), post(native));
        expect(answer.headers['content-type']).toContain('application/json');
        const texts = json(answer).map(
          (event: { candidates: [{ content: { parts: [{ text: string }] } }] }) =>
            event.candidates[0].content.parts[0].text,
        );
        expect(texts).toEqual(['po', 'ng']);
      });

      test('a key that breaks in the middle of its answer is not noticed', async () => {
        const client = await open();
        fake.script({}, { text: ['half ', 'an ', 'answer'], cutAfter: 2 }, 1);
        fake.script({}, { text: ['po', 'ng'] });
        const answer = await client.ask(CHAT, post(chat({ stream: true })));
        expect(textOf(answer)).toBe('pong');
        expect(calls()).toHaveLength(2);
      });

      test('what fails before the head keeps its status', async () => {
        const client = await open({ fakeStreamingInterval: 30 });
        fake.script({}, { error: 'bad-request', message: 'no such thing' });
        const answer = await client.ask(CHAT, post(chat({ stream: true })));
        expect(answer.status).toBe(400);
        expect(json(answer).error.message).toContain('no such thing');
      });

      test('what fails after the head is an error event and [DONE], never a text', async () => {
        const client = await open(slow);
        fake.script({}, { beforeHead: 200, error: 'bad-request', message: 'no such thing' });
        const answer = await client.ask(CHAT, post(chat({ stream: true })));
        expect(answer.status).toBe(200);
        expect(textOf({ ...answer, text: answer.text.replace(/data: \{"error".*\n\n/, '') })).toBe('');
        const [error, done] = events(answer).slice(-2);
        expect(JSON.parse(error ?? '').error.message).toContain('no such thing');
        expect(done).toBe('[DONE]');

        const streamed = await client.ask(NATIVE, post(native));
        expect(streamed.status).toBe(200);
        expect(nativeEvents(streamed).at(-1).error).toMatchObject({ code: 400, status: 'INVALID_ARGUMENT' });
      });
    });

    describe('true streaming', () => {
      test('an empty first event is no content: the next key may still take over', async () => {
        const client = await open({ fakeStreaming: false });
        fake.script(
          {},
          { chunks: [{ candidates: [{ content: { role: 'model', parts: [{ text: '' }] } }] }, {}], cutAfter: 1 },
          1,
        );
        fake.script({}, { text: ['po', 'ng'] });
        for (const [path, body, text] of [
          [CHAT, chat({ stream: true }), textOf],
          [NATIVE, native, nativeText],
        ] as const) {
          const answer = await client.ask(path, post(body));
          expect([answer.status, text(answer)]).toEqual([200, 'pong']);
        }
        expect(calls()).toHaveLength(3);
      });
    });

    describe('without a stream', () => {
      test('white space is sent ahead once Gemini has begun to answer', async () => {
        const client = await open({ nonstreamKeepaliveInterval: SOON });
        fake.script({}, { beforeFirstByte: 250, text: 'pong' });
        const answer = await client.ask(CHAT, post(chat()));
        expect([answer.status, answer.headers['content-type']]).toEqual([200, 'application/json']);
        expect(json(answer).choices[0].message.content).toBe('pong');
        expect(/^ +\{/.test(answer.text)).toBe(driver.trust === 'network');
      });

      test('switched off, nothing is', async () => {
        const client = await open({ nonstreamKeepaliveInterval: SOON, nonstreamKeepaliveEnabled: false });
        fake.script({}, { beforeFirstByte: 150, text: 'pong' });
        expect((await client.ask(CHAT, post(chat()))).text).toMatch(/^\{/);
      });

      test('a failure that takes its time has its status', async () => {
        const client = await open({ nonstreamKeepaliveInterval: SOON });
        fake.script({}, { beforeHead: 200, error: 'bad-request' });
        const answer = await client.ask(CHAT, post(chat()));
        expect([answer.status, json(answer).error.type]).toEqual([400, 'invalid_request_error']);
      });

      test.runIf(driver.trust === 'network')(
        'a failure after the white space is no answer with status 200',
        async () => {
          const client = await open({ nonstreamKeepaliveInterval: SOON });
          fake.script({}, { beforeFirstByte: 150, raw: ['{"candidates":[', '{}'], cutAfter: 1 });
          await expect(client.ask(CHAT, post(chat()))).rejects.toThrow();
        },
      );
    });

    describe('the same request at the same time', () => {
      /** Ms in which fifty connections are made on a busy machine. */
      const beforeHead = 1_500;
      const many = (client: Client, ask: Ask, count = 50) => Array.from({ length: count }, () => client.ask(CHAT, ask));

      test.each([false, true])('is one call, and everybody gets the whole answer (stream: %s)', async (stream) => {
        const client = await open();
        fake.script({}, { beforeHead, text: ['po', 'ng'] });
        const answers = await Promise.all(many(client, post(chat({ stream }))));
        expect(calls()).toHaveLength(1);
        const texts = answers.map((answer) => (stream ? textOf(answer) : json(answer).choices[0].message.content));
        expect(texts).toEqual(Array.from({ length: 50 }, () => 'pong'));
      });

      test('one who leaves takes nothing from the others; the last one to leave ends the call', async () => {
        const client = await open({ fakeStreaming: false });
        fake.script({}, { beforeHead, text: ['po', 'ng'], betweenChunks: 100 }, 1);
        fake.script({}, { beforeHead: 60_000 });
        const leaving = new AbortController();
        const ask = post(chat({ stream: true }));
        const left = whenGone(client.ask(CHAT, { ...ask, signal: leaving.signal }));
        const staying = many(client, ask, 49);
        await fake.waitFor(() => true);
        leaving.abort();
        expect((await Promise.all(staying)).map(textOf)).toEqual(Array.from({ length: 49 }, () => 'pong'));
        expect(await left).toBe('gone');
        expect(calls()).toHaveLength(1);

        const all = new AbortController();
        const gone = many(client, { ...ask, signal: all.signal }, 3).map(whenGone);
        await fake.waitFor(() => calls().length === 2);
        all.abort();
        await fake.waitFor(({ aborted }) => aborted);
        expect(await Promise.all(gone)).toEqual(['gone', 'gone', 'gone']);
      });

      test.each([
        ['switched off', { singleFlightWindow: 0 }, {}],
        ['for a client that wants an answer of its own', {}, { 'cache-control': 'no-cache' }],
      ])('is a call for each, %s', async (_, settings, headers) => {
        const client = await open(settings);
        fake.script({}, { beforeHead: 300 });
        await Promise.all(many(client, post(chat(), headers), 3));
        expect(calls()).toHaveLength(3);
      });

      test('n answers to one request are n calls where the model gives one at a time', async () => {
        const client = await open();
        const answer = await client.ask(CHAT, post(chat({ model: 'gemini-2.5-flash-image', n: 2 })));
        expect(json(answer).choices).toHaveLength(2);
        expect(calls()).toHaveLength(2);
      });
    });

    describe('racing', () => {
      test.each([
        [CHAT, chat()],
        [CHAT, chat({ stream: true })],
        [NATIVE, native],
      ])('asks three keys, gives the first answer and cancels the others: %s', async (path, body) => {
        const client = await open({ concurrentRequests: 3 });
        fake.script({}, { beforeHead: 60_000 }, 2);
        fake.script({}, { text: 'pong' });
        const answer = await client.ask(path, post(body));
        expect([answer.status, answer.text]).toEqual([200, expect.stringContaining('pong')]);
        expect(new Set(calls().map(({ key }) => key)).size).toBe(3);
        await fake.waitFor(() => calls().filter(({ aborted }) => aborted).length === 2);
      });

      /** Asks until a kept answer comes, which is a moment after Gemini has sent it; undefined when none does. */
      const fromKept = async (client: Client, ask: Ask): Promise<Answer | undefined> => {
        for (let tries = 0; tries < 40; tries++) {
          const answer = await client.ask(CHAT, ask);
          if (answer.headers['x-hajimi-cache'] === 'hit') return answer;
        }
        return undefined;
      };
      /** One late answer to the chat is kept; whatever is asked of Gemini afterwards is refused. */
      const withKept = async (settings: object, body: object, late = 'late') => {
        const client = await open({ concurrentRequests: 2, keepOtherAnswers: true, ...settings });
        fake.script({}, { beforeHead: 100, text: [late] }, 1);
        fake.script({}, { text: 'pong' }, 1);
        fake.script({}, { error: 'bad-request' });
        expect((await client.ask(CHAT, post(body))).status).toBe(200);
        await fake.waitFor(() => calls().filter(({ done }) => done).length === 2);
        return client;
      };
      const talk = (first: string, last: string) =>
        chat({
          messages: [
            { role: 'user', content: first },
            { role: 'assistant', content: 'yes?' },
            { role: 'user', content: last },
          ],
        });

      test('a kept answer is for the last messages only, where that is wanted', async () => {
        const fuzzy = { preciseCache: false, calculateCacheEntries: 2 };
        const client = await withKept(fuzzy, talk('hello', 'ping'));
        expect((await client.ask(CHAT, post(talk('hello', 'other')))).status).toBe(400);
        const answer = await fromKept(client, post(talk('good morning', 'ping')));
        expect(answer && json(answer).choices[0].message.content).toBe('late');
      });

      test.each([
        ['too many', { maxCacheEntries: 0 }, 'late'],
        ['too old', { cacheExpiryTime: 0 }, 'late'],
        ['too large', { maxCacheSize: 1 }, 'x'.repeat(1_200_000)],
      ])('what is %s is not kept', async (_, settings, late) => {
        const client = await withKept(settings, chat(), late);
        expect(await fromKept(client, post(chat()))).toBeUndefined();
      });

      test('a second key is asked when the first is slower than usual', async () => {
        const client = await open({ hedgeSlowRequests: true });
        for (let i = 0; i < 8; i++) await client.ask(CHAT, post(chat()));
        fake.script({}, { beforeHead: 60_000 }, 1);
        fake.script({}, { text: 'pong' });
        expect(json(await client.ask(CHAT, post(chat()))).choices[0].message.content).toBe('pong');
        expect(calls()).toHaveLength(10);
        await fake.waitFor(({ aborted }) => aborted);
      });

      test('says why no key answered, not that there were too few to race', async () => {
        const client = await open({ concurrentRequests: 3 }, keys.slice(0, 1));
        fake.script({}, { error: 'bad-request' });
        expect((await client.ask(CHAT, post(chat()))).status).toBe(400);
        expect(calls()).toHaveLength(1);
      });

      test('asks more keys after a failure', async () => {
        const client = await open({ increaseConcurrentOnFailure: 2 });
        fake.script({}, { error: 'overloaded' }, 1);
        fake.script({}, { beforeHead: 60_000 }, 1);
        fake.script({}, { text: 'pong' });
        expect(json(await client.ask(CHAT, post(chat()))).choices[0].message.content).toBe('pong');
        expect(calls()).toHaveLength(3);
      });

      test.each([false, true])('other answers are kept, each for once (fakeStreaming: %s)', async (fakeStreaming) => {
        const client = await open({ concurrentRequests: 3, keepOtherAnswers: true, fakeStreaming });
        fake.script({}, { beforeHead: 150, text: ['la', 'te'] }, 2);
        fake.script({}, { text: 'pong' }, 1);
        const noMore = () => fake.script({}, { error: 'bad-request' });
        noMore();
        const image = 'A'.repeat(4000);
        const request = (extra: object = {}, data = image) =>
          post(
            chat({
              temperature: 0.5,
              messages: [
                { role: 'system', content: 'be brief' },
                { role: 'user', content: picture(data) },
              ],
              ...extra,
            }),
          );
        expect(json(await client.ask(CHAT, request())).choices[0].message.content).toBe('pong');
        await fake.waitFor(() => calls().filter(({ done }) => done).length === 3);

        const others = [
          request({}, `${'A'.repeat(3990)}BBBBBBBBBB`),
          request({ temperature: 0.6 }),
          request({
            messages: [
              { role: 'system', content: 'be long' },
              { role: 'user', content: picture(image) },
            ],
          }),
        ];
        for (const other of others) expect((await client.ask(CHAT, other)).status).toBe(400);

        // An answer is kept a moment after Gemini has sent it.
        const kept: Answer[] = [];
        for (let tries = 0; kept.length < 2 && tries < 200; tries++) {
          const answer = await client.ask(CHAT, request(kept.length === 0 ? {} : { stream: true }));
          if (answer.status === 200) kept.push(answer);
        }
        const [whole, streamed] = kept;
        expect(kept.map(({ headers }) => headers['x-hajimi-cache'])).toEqual(['hit', 'hit']);
        expect(whole && json(whole).choices[0].message.content).toBe('late');
        expect(streamed && textOf(streamed)).toBe('late');
        expect((await client.ask(CHAT, request())).status).toBe(400);
      });
    });

    describe('empty and cut answers', () => {
      test.each([
        [CHAT, chat()],
        [CHAT, chat({ stream: true })],
        [NATIVE, native],
      ])('asks again after an empty or unreadable one: %s', async (path, body) => {
        for (const fakeStreaming of [true, false]) {
          const client = await open({ fakeStreaming });
          fake.reset();
          fake.script({}, { empty: true }, 1);
          fake.script({}, { chunks: [{ candidates: [{ finishReason: 'MALFORMED_FUNCTION_CALL' }] }] }, 1);
          fake.script({}, { text: 'pong' });
          const answer = await client.ask(path, post(body));
          expect([answer.status, answer.text]).toEqual([200, expect.stringContaining('pong')]);
          expect(calls()).toHaveLength(3);
        }
      });

      test.each([
        ['empty', { empty: true }, 'answer_empty', '空回答'],
        [
          'unreadable',
          { chunks: [{ candidates: [{ finishReason: 'MALFORMED_FUNCTION_CALL' }] }] },
          'answer_malformed',
          '函数调用',
        ],
      ] as const)('%s ones come to an end, and the client is told in its language', async (_, say, code, words) => {
        const client = await open({ maxEmptyResponses: 2, fakeStreaming: false });
        fake.script({}, say as Behaviour);
        for (const stream of [false, true]) {
          const answer = await client.ask(CHAT, post(chat({ stream }), { 'accept-language': 'zh-CN,zh;q=0.9' }));
          expect([answer.status, answer.text.slice(0, 900)]).toEqual([502, expect.any(String)]);
          expect(json(answer).error).toMatchObject({ code, message: expect.stringContaining(words) });
        }
        expect(calls()).toHaveLength(4);
      });

      test('what a filter stopped is not asked again', async () => {
        const client = await open();
        fake.script({}, { blocked: 'PROHIBITED_CONTENT' }, 1);
        const blocked = json(await client.ask(CHAT, post(chat()))).choices[0];
        expect(blocked).toMatchObject({
          finish_reason: 'content_filter',
          message: { refusal: expect.stringContaining('PROHIBITED_CONTENT') },
        });
        fake.script({}, { chunks: [{ candidates: [{ finishReason: 'SAFETY' }] }] }, 1);
        expect(json(await client.ask(CHAT, post(chat()))).choices[0].finish_reason).toBe('content_filter');
        fake.script({}, { chunks: [{ candidates: [{ finishReason: 'MAX_TOKENS' }] }] }, 1);
        expect(json(await client.ask(CHAT, post(chat()))).choices[0].finish_reason).toBe('length');
        expect(calls()).toHaveLength(3);
      });

      test('a picture is an answer', async () => {
        const client = await open();
        fake.script(
          {},
          {
            chunks: [
              {
                candidates: [
                  {
                    content: { role: 'model', parts: [{ inlineData: { mimeType: 'image/png', data: 'AAAA' } }] },
                    finishReason: 'STOP',
                  },
                ],
              },
            ],
          },
        );
        const answer = await client.ask(CHAT, post(chat({ model: 'gemini-2.5-flash-image' })));
        expect(json(answer).choices[0].message.images).toHaveLength(1);
        expect(calls()).toHaveLength(1);
      });

      test.each([true, false])('one that breaks off is marked (fakeStreaming: %s)', async (fakeStreaming) => {
        const client = await open({ fakeStreaming });
        fake.script({}, { truncated: true });
        const answer = await client.ask(CHAT, post(chat({ stream: true })));
        expect(answer.status).toBe(200);
        expect(answer.text).toContain('You said');
        expect(events(answer).some((data) => data.includes('"answer_truncated"'))).toBe(true);
        expect(nativeEvents(await client.ask(NATIVE, post(native))).at(-1).error.status).toBe('DATA_LOSS');
      });

      test.each([
        [true, { truncated: true }],
        [false, { truncated: true }],
        // A browser drops what came in the same breath as the end of the connection.
        [false, { cutAfter: 2, betweenChunks: 100 }],
      ] as const)('or goes on from where it stopped (fakeStreaming: %s)', async (fakeStreaming, how) => {
        const client = await open({ fakeStreaming, continueCutAnswers: true });
        // What a truncated script leaves out is its last chunk.
        fake.script(
          {},
          {
            chunks: ['one two ', '', ''].map((text) => ({
              candidates: [{ content: { role: 'model' as const, parts: [{ text }] } }],
            })),
            ...how,
          },
          1,
        );
        fake.script({}, { text: 'three' });
        const answer = await client.ask(CHAT, post(chat({ stream: true })));
        expect(textOf(answer)).toBe('one two three');
        expect(answer.text).not.toContain('"error"');
        const [first, second] = calls().map(({ body }) => body as GenerateContentRequest);
        expect(second?.contents).toEqual([
          ...(first?.contents ?? []),
          { role: 'model', parts: [{ text: 'one two ' }] },
        ]);
      });
    });

    describe('the sticky rotation', () => {
      test('keeps a conversation on its key in either dialect, and spreads conversations', async () => {
        const client = await open({ rotation: 'sticky' });
        const used = async (path: string, body: object) => {
          expect((await client.ask(path, post(body))).status).toBe(200);
          return calls().at(-1)?.key;
        };
        const talk = (topic: string, turns: number) => ({
          ...native,
          contents: Array.from({ length: turns }, (_, turn) => ({
            role: turn % 2 === 0 ? 'user' : 'model',
            parts: [{ text: `${topic} ${turn}` }],
          })),
        });
        const talkInOpenAI = (topic: string, turns: number) =>
          chat({
            messages: talk(topic, turns).contents.map(({ role, parts }) => ({
              role: role === 'user' ? 'user' : 'assistant',
              content: parts[0]?.text,
            })),
          });
        // Keys that have never answered are tried by turns first.
        for (const key of keys) await used(CHAT, talkInOpenAI(`warm up ${key}`, 1));
        const keysOf = new Set<string | undefined>();
        for (let topic = 0; topic < 12; topic++) {
          const turns: Array<string | undefined> = [];
          for (const length of [1, 3, 5]) turns.push(await used(CHAT, talkInOpenAI(`topic ${topic}`, length)));
          expect([topic, new Set(turns).size]).toEqual([topic, 1]);
          keysOf.add(turns[0]);
          expect(await used(NATIVE, talk(`topic ${topic}`, 7))).toBe(turns[0]);
        }
        expect(keysOf.size).toBeGreaterThan(1);
      });
    });

    describe('fallback models', () => {
      const fallbackModels = 'gemini-2.5-pro > gemini-2.5-flash-lite > gemini-2.5-flash';
      const pro = chat({ model: 'gemini-2.5-pro' });

      test.each(['overloaded', 'day-quota'] as const)(
        'another model answers after %s, and the answer says which',
        async (error) => {
          const client = await open({ fallbackModels });
          fake.script({ model: 'gemini-2.5-pro' }, { error });
          fake.script({ model: 'gemini-2.5-flash-lite' }, { error });
          const answer = await client.ask(CHAT, post(pro));
          expect([answer.status, answer.headers['x-hajimi-model']]).toEqual([200, 'gemini-2.5-flash']);
          expect(json(answer).model).toBe('gemini-2.5-flash');
        },
      );

      test('the error is that of the model that was asked for', async () => {
        const client = await open({ fallbackModels: 'gemini-2.5-pro > no-such-model' });
        fake.script({ model: 'gemini-2.5-pro' }, { error: 'overloaded' });
        const answer = await client.ask(CHAT, post(pro));
        expect([answer.status, json(answer).error.code]).toEqual([503, 'upstream_overloaded']);
      });

      test('none unless set', async () => {
        const client = await open();
        fake.script({ model: 'gemini-2.5-pro' }, { error: 'overloaded' });
        expect((await client.ask(CHAT, post(pro))).status).toBe(503);
        expect(calls().every(({ model }) => model === 'gemini-2.5-pro')).toBe(true);
      });
    });
  });
}
