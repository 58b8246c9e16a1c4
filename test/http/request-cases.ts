/** What settings and the names of models make of requests, once for all drivers: what Gemini is asked, and what the client gets. */
import { describe, expect, test } from 'vitest';
import type { GenerateContentRequest, GenerateContentResponse } from '../../src/core/google/wire.ts';
import { chat, contentOf, listed, native, setUpRequests, weather } from './asking.ts';
import { type Client, type Driver, json, post } from './driver.ts';
import { describeGuards } from './guard-cases.ts';

export function describeRequests(driver: Driver): void {
  describe(`requests through ${driver.name}`, () => {
    const world = setUpRequests(driver);
    const { open, asked, lastAsked } = world;

    test('a large picture arrives as it was sent', async () => {
      const data = `iVBORw0KGgo${'0123456789abcdef'.repeat(8_000)}=`;
      const url = `data:image/png;base64,${data}`;
      const content = [
        { type: 'text', text: '看' },
        { type: 'image_url', image_url: { url } },
      ];
      const { body } = await asked(await open(), { messages: [{ role: 'user', content }] });
      expect(body.contents[0]?.parts).toEqual([{ text: '看' }, { inlineData: { mimeType: 'image/png', data } }]);
    });

    describe('search', () => {
      const grounded: GenerateContentResponse = {
        candidates: [
          {
            content: { role: 'model', parts: [{ text: 'It rains.' }] },
            finishReason: 'STOP',
            groundingMetadata: { groundingChunks: [{ web: { uri: 'https://a.example/(x)', title: 'A [news]' } }] },
          },
        ],
      };

      test('a -search model gets the tool and the prompt; the answer keeps the name', async () => {
        const { model, body, answer } = await asked(await open(), { model: 'gemini-2.5-flash-search' });
        expect(model).toBe('gemini-2.5-flash');
        expect(body.tools).toEqual([{ googleSearch: {} }]);
        expect(body.contents[0]?.parts[1]?.text).toContain('search tool');
        expect(json(answer).model).toBe('gemini-2.5-flash-search');
      });

      test('SEARCH_PROMPT is what the person wrote, the built-in one Chinese for Chinese, or nothing', async () => {
        const model = 'gemini-2.5-flash-search';
        const own = await asked(await open({ searchPrompt: 'Search well.' }), { model });
        expect(own.body.contents[0]?.parts[1]?.text).toContain('Search well.');
        const chinese = await asked(await open(), { model, messages: [{ role: 'user', content: '今天下雨吗' }] });
        expect(chinese.body.contents[0]?.parts[1]?.text).toContain('搜索');
        const none = await asked(await open({ searchPrompt: '' }), { model });
        expect(none.body.contents[0]?.parts).toHaveLength(1);
      });

      test('goes along with functions where the model can do both, and says so where not', async () => {
        const client = await open();
        const { body } = await asked(client, { model: 'gemini-3-flash-preview-search', tools: [weather] });
        expect(body.tools).toHaveLength(2);
        expect(body.tools?.[1]).toEqual({ googleSearch: {} });
        expect(body.toolConfig?.includeServerSideToolInvocations).toBe(true);
        const refused = await client.ask(
          '/v1/chat/completions',
          post(chat({ model: 'gemini-2.5-flash-search', tools: [weather] })),
        );
        expect(refused.status).toBe(400);
        expect(json(refused).error).toMatchObject({ code: 'unsupported', param: 'tools' });
        const cannot = await client.ask('/v1/chat/completions', post(chat({ model: 'gemini-2.5-flash-image-search' })));
        expect([cannot.status, json(cannot).error.param]).toEqual([400, 'model']);
      });

      test('SEARCH_MODE lists the models that can search a second time', async () => {
        expect(await listed(await open())).not.toContain('gemini-2.5-flash-search');
        const ids = await listed(await open({ searchMode: true }));
        expect(ids).toEqual(expect.arrayContaining(['gemini-2.5-flash', 'gemini-2.5-flash-search']));
        expect(ids).not.toContain('gemini-embedding-001-search');
        expect(ids).not.toContain('gemini-2.5-flash-image-search');
      });

      test.each([false, true])('LIST_SOURCES writes the pages under the text (stream: %s)', async (stream) => {
        world.fake.script({}, { chunks: [grounded] });
        const plain = contentOf((await asked(await open(), { stream })).answer, stream);
        expect(plain.content).toBe('It rains.');
        expect(plain.annotations).toHaveLength(1);
        const { content, annotations } = contentOf(
          (await asked(await open({ listSources: true }), { stream })).answer,
          stream,
        );
        expect(content).toBe('It rains.\n\n**Sources**\n\n1. [A \\[news\\]](https://a.example/%28x%29)\n');
        expect(annotations).toEqual(plain.annotations);
      });

      test('native requests know the name too', async () => {
        const client = await open();
        const answer = await client.ask(
          '/gemini/v1beta/models/gemini-2.5-flash-search:generateContent',
          post({ ...native, generation_config: { temperature: 0 } }),
        );
        expect(answer.status).toBe(200);
        expect(lastAsked()).toMatchObject({
          model: 'gemini-2.5-flash',
          body: { tools: [{ googleSearch: {} }], generationConfig: { temperature: 0 } },
        });
        const refused = await client.ask(
          '/gemini/v1beta/models/gemini-2.5-flash-search:generateContent',
          post({ ...native, tools: [{ function_declarations: [{ name: 'weather' }] }] }),
        );
        expect([refused.status, json(refused).error.status]).toEqual([400, 'INVALID_ARGUMENT']);
      });
    });

    describe('thinking', () => {
      const thinkingOf = async (client: Client, model: string, extra: object = {}) =>
        (await asked(client, { model, ...extra })).body.generationConfig?.thinkingConfig;

      test('suffixes say how much', async () => {
        const client = await open();
        expect(await thinkingOf(client, 'gemini-2.5-flash-nothinking')).toEqual({ thinkingBudget: 0 });
        expect(await thinkingOf(client, 'gemini-2.5-pro-nothinking')).toEqual({ thinkingBudget: 128 });
        expect(await thinkingOf(client, 'gemini-2.5-flash-thinking-2048')).toEqual({
          thinkingBudget: 2048,
          includeThoughts: true,
        });
        expect(await thinkingOf(client, 'gemini-3-flash-preview-nothinking')).toEqual({ thinkingLevel: 'minimal' });
        expect(await thinkingOf(client, 'gemini-2.5-flash-nothinking-search', { reasoning_effort: 'high' })).toEqual({
          thinkingBudget: 0,
        });
        expect(lastAsked().body.tools).toEqual([{ googleSearch: {} }]);
      });

      test('ENABLE_THINKING off stands above requests and names', async () => {
        const client = await open({ enableThinking: false });
        for (const model of ['gemini-2.5-flash', 'gemini-2.5-flash-thinking-2048']) {
          expect(await thinkingOf(client, model, { reasoning_effort: 'high' })).toEqual({ thinkingBudget: 0 });
        }
        await client.ask('/gemini/v1beta/models/gemini-2.5-flash:generateContent', post(native));
        expect(lastAsked().body.generationConfig?.thinkingConfig).toEqual({ thinkingBudget: 0 });
      });

      const thought: GenerateContentResponse = {
        candidates: [
          {
            content: { role: 'model', parts: [{ text: 'Hm.', thought: true }, { text: 'Yes.' }] },
            finishReason: 'STOP',
          },
        ],
      };

      test.each([
        ['field', false, 'Yes.', 'Hm.'],
        ['field', true, 'Yes.', 'Hm.'],
        ['think-tags', false, '<think>\nHm.\n</think>\n\nYes.', ''],
        ['think-tags', true, '<think>\nHm.\n</think>\n\nYes.', ''],
        ['hidden', false, 'Yes.', ''],
        ['hidden', true, 'Yes.', ''],
      ])('THOUGHTS_AS %s (stream: %s)', async (thoughtsAs, stream, content, reasoning) => {
        world.fake.script({}, { chunks: [thought] });
        const { body, answer } = await asked(await open({ thoughtsAs }), { stream, reasoning_effort: 'low' });
        expect(contentOf(answer, stream)).toMatchObject({ content, reasoning });
        expect(body.generationConfig?.thinkingConfig?.includeThoughts).toBe(thoughtsAs === 'hidden' ? undefined : true);
      });
    });

    test('thoughts between tags do not come back as the model’s words', async () => {
      const messages = [
        { role: 'user', content: 'a' },
        { role: 'assistant', content: '<think>\nHm.\n</think>\n\nYes.' },
        { role: 'user', content: 'b' },
      ];
      const { body } = await asked(await open({ thoughtsAs: 'think-tags' }), { messages });
      expect(body.contents[1]?.parts).toEqual([{ text: 'Yes.' }]);
    });

    describe('random padding', () => {
      const sillyTavern = { 'x-hajimi-client': 'sillytavern' };
      const texts = ({ contents }: GenerateContentRequest) =>
        contents.map(({ role, parts }) => [role, ...parts.map(({ text }) => text?.trim())]);

      test('auto: around the prompt for SillyTavern, nothing for others', async () => {
        const client = await open();
        const messages = [
          { role: 'user', content: 'one' },
          { role: 'assistant', content: 'two' },
          { role: 'user', content: 'three' },
        ];
        const letters = expect.stringMatching(/^[A-Za-z0-9]{5}$/);
        expect(texts((await asked(client, { messages }, sillyTavern)).body)).toEqual([
          ['user', letters, 'one'],
          ['model', 'two'],
          ['user', 'three', letters],
        ]);
        expect(texts((await asked(client, {})).body)).toEqual([['user', 'ping']]);
      });

      test('on and off, for everybody; the length is set', async () => {
        const on = await asked(await open({ randomString: 'on', randomStringLength: 9 }));
        const letters = expect.stringMatching(/^[A-Za-z0-9]{9}$/);
        expect(texts(on.body)).toEqual([['user', letters, 'ping', letters]]);
        const off = await asked(await open({ randomString: 'off' }), {}, sillyTavern);
        expect(texts(off.body)).toEqual([['user', 'ping']]);
      });

      test('goes around native prompts too, and makes no other request of them', async () => {
        const client = await open({ randomString: 'on' });
        const path = '/gemini/v1beta/models/gemini-2.5-flash:generateContent';
        world.fake.script({ method: 'generateContent' }, { beforeHead: 100, text: 'pong' });
        const answers = await Promise.all([client.ask(path, post(native)), client.ask(path, post(native))]);
        expect(answers.map(({ status }) => status)).toEqual([200, 200]);
        expect(texts(lastAsked().body)).toEqual([['user', expect.any(String), 'ping', expect.any(String)]]);
        expect(world.fake.requests.filter(({ method }) => method === 'generateContent')).toHaveLength(1);
      });

      test('a request in the middle of a tool call is left alone', async () => {
        const call = { id: 'call_1', type: 'function', function: { name: 'weather', arguments: '{}' } };
        const { body } = await asked(await open({ randomString: 'on' }), {
          tools: [weather],
          messages: [
            { role: 'user', content: 'ping' },
            { role: 'assistant', tool_calls: [call] },
            { role: 'tool', tool_call_id: 'call_1', content: 'rain' },
          ],
        });
        expect(body.contents[0]?.parts).toEqual([{ text: 'ping' }]);
        expect(body.contents).toHaveLength(3);
      });
    });

    describe('safety settings', () => {
      const threshold = ({ safetySettings = [] }: GenerateContentRequest, category: string) =>
        safetySettings.find((setting) => setting.category.endsWith(category))?.threshold;

      test('are off, or as the owner says; the client’s own win', async () => {
        expect(threshold((await asked(await open())).body, 'HARASSMENT')).toBe('OFF');
        const client = await open({ safetyHarassment: 'block-few', safetyHateSpeech: 'block-most' });
        const { body } = await asked(client);
        expect(threshold(body, 'HARASSMENT')).toBe('BLOCK_ONLY_HIGH');
        expect(threshold(body, 'HATE_SPEECH')).toBe('BLOCK_LOW_AND_ABOVE');
        expect(threshold(body, 'DANGEROUS_CONTENT')).toBe('OFF');
        const own = [{ category: 'HARM_CATEGORY_HARASSMENT', threshold: 'BLOCK_MEDIUM_AND_ABOVE' }];
        expect((await asked(client, { google: { safety_settings: own } })).body.safetySettings).toEqual(own);
      });

      test.each([
        ['safetyHarassment', 'HARASSMENT'],
        ['safetyHateSpeech', 'HATE_SPEECH'],
        ['safetySexuallyExplicit', 'SEXUALLY_EXPLICIT'],
        ['safetyDangerousContent', 'DANGEROUS_CONTENT'],
        ['safetyCivicIntegrity', 'CIVIC_INTEGRITY'],
      ])('%s is for its own category', async (setting, category) => {
        const { body } = await asked(await open({ [setting]: 'block-some' }));
        const blocking = (body.safetySettings ?? []).filter(({ threshold }) => threshold === 'BLOCK_MEDIUM_AND_ABOVE');
        expect(blocking.map((one) => one.category)).toEqual([`HARM_CATEGORY_${category}`]);
      });

      test('native requests keep what they bring, and bring what they want unless a setting says otherwise', async () => {
        const ask = async (client: Client, body: object) => {
          await client.ask('/gemini/v1beta/models/gemini-2.5-flash:generateContent', post(body));
          return lastAsked().body.safetySettings;
        };
        expect(await ask(await open(), native)).toBeUndefined();
        const client = await open({ nativeSafety: true });
        expect(await ask(client, native)).toHaveLength(5);
        expect(await ask(client, { ...native, safety_settings: [] })).toEqual([]);
      });
    });
  });
  describeGuards(driver);
}
