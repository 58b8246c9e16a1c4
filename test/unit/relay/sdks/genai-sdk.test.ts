/** Google's own SDK, given nothing but the relay's address and the password. */
// covers: src/core/dialects/gemini
import { FunctionCallingConfigMode, GoogleGenAI } from '@google/genai';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createRedactor } from '../../../../src/core/redact/redactor.ts';
import { readConfig } from '../../../../src/relay/config/config.ts';
import { type Relay, startRelay } from '../../../../src/relay/create-relay.ts';
import { type FakeGemini, startFakeGemini } from '../../../fake-gemini/server.ts';

const model = 'gemini-2.5-flash';
const keys = ['AIzaSySDK_ONE_123456', 'AIzaSySDK_TWO_123456', 'AIzaSySDK_THREE_123456'];

describe.each(['/gemini', ''])('the SDK of Google at the relay, base URL ending in "%s"', (prefix) => {
  let fake: FakeGemini;
  let relay: Relay;
  let ai: GoogleGenAI;

  beforeAll(async () => {
    fake = await startFakeGemini();
    const config = readConfig({
      PORT: '0',
      PASSWORD: 'sdk-password',
      ENABLE_STORAGE: 'false',
      GEMINI_BASE_URL: fake.url,
      GEMINI_API_KEYS: keys.join(','),
    });
    relay = await startRelay(config, {
      version: '0.0.0-test',
      log: { write: () => undefined },
      redactor: createRedactor(),
      page: { has: () => false, respond: () => undefined },
    });
    ai = new GoogleGenAI({ apiKey: 'sdk-password', httpOptions: { baseUrl: relay.url + prefix } });
  });
  beforeEach(() => fake.reset());
  afterAll(async () => {
    await relay.close(0);
    await fake.close();
  });

  test('lists models and shows one', async () => {
    const names: string[] = [];
    for await (const { name } of await ai.models.list()) names.push(name ?? '');
    expect(names).toContain(`models/${model}`);
    expect(await ai.models.get({ model })).toMatchObject({ name: `models/${model}` });
  });

  test('generates, whole and streamed', async () => {
    const whole = await ai.models.generateContent({ model, contents: 'hello' });
    expect(whole.text).toBe('You said: hello');
    let text = '';
    for await (const chunk of await ai.models.generateContentStream({ model, contents: 'hello, long stream' })) {
      text += chunk.text ?? '';
    }
    expect(text).toBe('You said: hello, long stream');
    for (const request of fake.requests) {
      expect(request.headers['x-goog-api-key']).toMatch(/^AIzaSySDK_/);
      expect(JSON.stringify([request.path, request.query])).not.toMatch(/AIza|sdk-password/);
    }
  });

  test('chats with tools', async () => {
    const chat = ai.chats.create({
      model,
      config: {
        tools: [
          { functionDeclarations: [{ name: 'weather', parametersJsonSchema: { type: 'object', properties: {} } }] },
        ],
        toolConfig: { functionCallingConfig: { mode: FunctionCallingConfigMode.ANY } },
      },
    });
    const call = await chat.sendMessage({ message: 'How is the weather?' });
    expect(call.functionCalls?.[0]?.name).toBe('weather');
    const answer = await chat.sendMessage({
      message: [{ functionResponse: { name: 'weather', response: { sky: 'blue' } } }],
    });
    expect(answer.text).toContain('blue');
  });

  test('counts tokens and embeds', async () => {
    expect((await ai.models.countTokens({ model, contents: 'hello' })).totalTokens).toBeGreaterThan(0);
    const { embeddings } = await ai.models.embedContent({ model: 'gemini-embedding-001', contents: ['a', 'b'] });
    expect(embeddings?.map(({ values }) => values?.length)).toEqual([768, 768]);
  });

  test('uploads a file of 5 MB and generates with it, always with the same key', async () => {
    const file = await ai.files.upload({
      file: new Blob([new Uint8Array(5 * 1024 * 1024).fill(65)], { type: 'text/plain' }),
      config: { displayName: 'five' },
    });
    expect(file).toMatchObject({ displayName: 'five', sizeBytes: String(5 * 1024 * 1024), state: 'ACTIVE' });
    const { uri = '', mimeType = '', name = '' } = file;
    for (let i = 0; i < 4; i++) {
      const answer = await ai.models.generateContent({
        model,
        contents: [{ role: 'user', parts: [{ text: 'look' }, { fileData: { fileUri: uri, mimeType } }] }],
      });
      expect(answer.text).toContain(uri);
    }
    expect(await ai.files.get({ name })).toMatchObject({ name });
    expect(new Set(fake.requests.map(({ key }) => key)).size).toBe(1);
    const [start] = fake.requests;
    expect(String(start?.headers['x-goog-upload-protocol'])).toBe('resumable');
    await ai.files.delete({ name });
    await expect(ai.files.get({ name })).rejects.toMatchObject({ status: 403 });
  });

  test('makes, shows, uses and deletes a cache', async () => {
    const cache = await ai.caches.create({ model, config: { contents: 'a long text', ttl: '300s' } });
    const name = cache.name ?? '';
    expect(await ai.caches.get({ name })).toMatchObject({ name });
    for (let i = 0; i < 3; i++) {
      const answer = await ai.models.generateContent({ model, contents: 'and now?', config: { cachedContent: name } });
      expect(answer.text).toContain('and now?');
    }
    await ai.caches.update({ name, config: { ttl: '600s' } });
    await ai.caches.delete({ name });
    expect(new Set(fake.requests.map(({ key }) => key)).size).toBe(1);
  });

  test('lists files of all keys, in pages', async () => {
    const made: string[] = [];
    for (let i = 0; i < 6; i++) {
      const { name = '' } = await ai.files.upload({ file: new Blob(['x'], { type: 'text/plain' }) });
      made.push(name);
    }
    expect(new Set(fake.requests.map(({ key }) => key)).size).toBe(keys.length);
    const listed: string[] = [];
    for await (const { name } of await ai.files.list({ config: { pageSize: 1 } })) listed.push(name ?? '');
    expect(listed).toEqual(expect.arrayContaining(made));
    expect(new Set(listed).size).toBe(listed.length);
  });

  test('draws', async () => {
    const answer = await ai.models.generateContent({ model: 'gemini-2.5-flash-image', contents: 'a cat' });
    expect(answer.candidates?.[0]?.content?.parts?.some(({ inlineData }) => inlineData?.mimeType === 'image/png')).toBe(
      true,
    );
  });

  test('is told of failures as Google tells them', async () => {
    fake.script({}, { error: 'day-quota' });
    await expect(ai.models.generateContent({ model, contents: 'x' })).rejects.toMatchObject({
      status: 429,
      message: expect.stringContaining('RESOURCE_EXHAUSTED'),
    });
    const wrong = new GoogleGenAI({ apiKey: 'wrong', httpOptions: { baseUrl: relay.url + prefix } });
    await expect(wrong.models.generateContent({ model, contents: 'x' })).rejects.toMatchObject({ status: 401 });
  });
});
