import { describe, expect, test } from 'vitest';
import { defaultSettings, type Settings } from '../../../../../src/contract/settings/table.ts';
import { shapeNativeRequest } from '../../../../../src/core/dialects/gemini/generate/request.ts';

const shape = (path: string, body?: unknown, own: Partial<Settings> = {}) => {
  const settings = { current: () => ({ ...defaultSettings, ...own }) };
  const services = { settings, models: { knows: () => false } };
  const request = new Request(`https://hajimi.invalid/gemini/v1beta${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return { request, shaped: shapeNativeRequest(services as never, request).then((one) => one.request) };
};
const shapedBody = async (path: string, body: unknown, own?: Partial<Settings>) => {
  const { shaped } = shape(path, body, own);
  return JSON.parse(await (await shaped).text());
};
const contents = [{ role: 'user', parts: [{ text: 'ping' }] }];

describe('native requests', () => {
  test('pass unread where nothing is to be changed', async () => {
    for (const path of ['/models/gemini-2.5-flash:generateContent', '/models/x:countTokens', '/files/abc']) {
      const { request, shaped } = shape(path, { contents });
      expect(await shaped).toBe(request);
      expect(request.bodyUsed).toBe(false);
    }
  });

  test('know both spellings, and keep what nobody here knows', async () => {
    const body = {
      contents: [{ role: 'user', parts: [{ inline_data: { mime_type: 'image/png', data: '' } }, { text: 'ping' }] }],
      generation_config: { top_p: 0.5, thinking_config: { include_thoughts: true } },
      some_new_field: { x_y: 1 },
    };
    expect(await shapedBody('/models/gemini-2.5-flash-thinking-99:generateContent', body)).toEqual({
      contents: [{ role: 'user', parts: [{ inlineData: { mime_type: 'image/png', data: '' } }, { text: 'ping' }] }],
      generationConfig: { topP: 0.5, thinkingConfig: { includeThoughts: true, thinkingBudget: 99 } },
      someNewField: { x_y: 1 },
    });
  });

  test('name the same model in path and body', async () => {
    const path = '/models/text-embedding-004x:batchEmbedContents?key=1';
    const { shaped } = shape(path, {
      requests: [
        { model: 'models/text-embedding-004x', content: {} },
        { model: 'models/other', content: {} },
      ],
    });
    const request = await shaped;
    expect(request.url).toMatch(/\/models\/gemini-embedding-001:batchEmbedContents\?key=1$/);
    expect((await request.json()).requests.map(({ model }: { model: string }) => model)).toEqual([
      'models/gemini-embedding-001',
      'models/other',
    ]);
  });

  test('a model that is looked at has no body', async () => {
    const request = await shape('/models/gpt-4o').shaped;
    expect([request.method, request.url.split('/').at(-1)]).toEqual(['GET', 'gemini-3.5-flash-lite']);
  });

  test('what is no request is for Google to refuse; what is no JSON for us', async () => {
    for (const body of [{ contents: 'ping' }, { contents: [7] }, []]) {
      expect(await shapedBody('/models/gemini-2.5-flash-search:generateContent', body)).toEqual(body);
    }
    await expect(shape('/models/gemini-2.5-flash-search:generateContent', '{').shaped).rejects.toMatchObject({
      code: 'invalid_json',
    });
  });

  test('escaped marks are no way around', async () => {
    const own = { blockedModels: ['gemini-2.5-pro'] };
    for (const path of [
      '/models/gemini-2.5-pro%3AgenerateContent',
      '/models/gemini%2D2.5-pro:generateContent/',
      '/%6dodels//gemini-2.5-pro:generateConten%74',
    ]) {
      await expect(shape(path, { contents }, own).shaped).rejects.toMatchObject({ code: 'model_not_found' });
    }
    for (const path of ['/models%2Fgemini-2.5-pro:generateContent', '/models/gemini-2.5-pro:generateContent;x']) {
      await expect(shape(path, { contents }, own).shaped).rejects.toMatchObject({
        code: 'invalid_value',
        details: { field: 'path' },
      });
    }
    const request = await shape('/models/gemini-2.5-flash%3AgenerateContent', { contents }, own).shaped;
    expect(request.url).toMatch(/gemini-2.5-flash:generateContent$/);
    expect(await request.json()).toEqual({ contents });
  });

  test('go on at their canonical address', async () => {
    const request = await shape('//interaction%73/?key=1', { input: 'ping' }).shaped;
    expect(request.url).toBe('https://hajimi.invalid/gemini/v1beta/interactions?key=1');
    expect(await request.json()).toEqual({ input: 'ping' });
  });

  test('are refused for a name that is not written as URLs are', async () => {
    await expect(shape('/models/%E0%A4:generateContent', { contents }).shaped).rejects.toMatchObject({
      code: 'invalid_value',
      details: { field: 'model' },
    });
  });

  test('are refused for a model that is not allowed', async () => {
    const own = { blockedModels: ['gemini-*'] };
    await expect(shape('/models/gemini-2.5-flash:countTokens', { contents }, own).shaped).rejects.toMatchObject({
      code: 'model_not_found',
    });
  });
});
