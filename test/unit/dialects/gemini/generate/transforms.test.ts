import { describe, expect, test } from 'vitest';
import { defaultSettings, type Settings } from '../../../../../src/contract/settings/table.ts';
import { shapeNativeRequest } from '../../../../../src/core/dialects/gemini/generate/request.ts';

const shape = (path: string, own: Partial<Settings> = {}) =>
  shapeNativeRequest({ path: `/gemini/v1beta${path}` }, { ...defaultSettings, ...own }, () => false);
const shapedBody = async (path: string, body: unknown, own?: Partial<Settings>) => {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return JSON.parse(shape(path, own).shape?.(text) ?? text);
};
const contents = [{ role: 'user', parts: [{ text: 'ping' }] }];

describe('native requests', () => {
  test('pass unread where nothing is to be changed', () => {
    for (const path of ['/models/gemini-2.5-flash:generateContent', '/models/x:countTokens', '/files/abc']) {
      expect(shape(path)).toMatchObject({ path: `/gemini/v1beta${path}`, shape: undefined });
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
    const path = '/models/text-embedding-004x:batchEmbedContents';
    const body = {
      requests: [
        { model: 'models/text-embedding-004x', content: {} },
        { model: 'models/other', content: {} },
      ],
    };
    expect(shape(path).path).toMatch(/\/models\/gemini-embedding-001:batchEmbedContents$/);
    expect((await shapedBody(path, body)).requests.map(({ model }: { model: string }) => model)).toEqual([
      'models/gemini-embedding-001',
      'models/other',
    ]);
  });

  test('a model that is looked at has another name', () => {
    expect(shape('/models/gpt-4o').path.split('/').at(-1)).toBe('gemini-3.5-flash-lite');
  });

  test('what is no request is for Google to refuse; what is no JSON for us', async () => {
    for (const body of [{ contents: 'ping' }, { contents: [7] }, []]) {
      expect(await shapedBody('/models/gemini-2.5-flash-search:generateContent', body)).toEqual(body);
    }
    await expect(shapedBody('/models/gemini-2.5-flash-search:generateContent', '{')).rejects.toMatchObject({
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
      expect(() => shape(path, own)).toThrow(expect.objectContaining({ code: 'model_not_found' }));
    }
    for (const path of ['/models%2Fgemini-2.5-pro:generateContent', '/models/gemini-2.5-pro:generateContent;x']) {
      const refused = { code: 'invalid_value', details: expect.objectContaining({ field: 'path' }) };
      expect(() => shape(path, own)).toThrow(expect.objectContaining(refused));
    }
    const path = '/models/gemini-2.5-flash%3AgenerateContent';
    expect(shape(path, own).path).toMatch(/gemini-2.5-flash:generateContent$/);
    expect(await shapedBody(path, { contents }, own)).toEqual({ contents });
  });

  test('go on at their canonical address', () => {
    expect(shape('//interaction%73/')).toMatchObject({ path: '/gemini/v1beta/interactions', shape: undefined });
  });

  test('are refused for a name that is not written as URLs are', () => {
    const refused = { code: 'invalid_value', details: expect.objectContaining({ field: 'model' }) };
    expect(() => shape('/models/%E0%A4:generateContent')).toThrow(expect.objectContaining(refused));
  });

  test('are refused for a model that is not allowed', () => {
    const refused = expect.objectContaining({ code: 'model_not_found' });
    expect(() => shape('/models/gemini-2.5-flash:countTokens', { blockedModels: ['gemini-*'] })).toThrow(refused);
  });
});
