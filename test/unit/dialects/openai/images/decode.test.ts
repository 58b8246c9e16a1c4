import { describe, expect, it } from 'vitest';
import { decodeImageEdit, decodeImageGeneration } from '../../../../../src/core/dialects/openai/images/decode.ts';
import { PNG } from '../context.ts';

const model = 'gemini-2.5-flash-image';
const prompt = 'a sheepadoodle';

describe('decodeImageGeneration', () => {
  it("asks Gemini's image models once for each image", () => {
    expect(decodeImageGeneration({ model: `models/${model}`, prompt, n: 3, size: '1792x1024' })).toEqual({
      upstreamModel: model,
      as: 'b64_json',
      method: 'generateContent',
      calls: 3,
      body: {
        contents: [{ role: 'user', parts: [{ text: prompt }] }],
        generationConfig: { responseModalities: ['IMAGE'], imageConfig: { aspectRatio: '16:9' } },
      },
    });
  });

  it('asks Imagen once for all', () => {
    expect(decodeImageGeneration({ model: 'imagen-4.0-generate-001', prompt, n: 2, size: '1024x1024' })).toMatchObject({
      method: 'predict',
      calls: 1,
      body: { instances: [{ prompt }], parameters: { sampleCount: 2, aspectRatio: '1:1' } },
    });
  });

  it('lets 2.0 talk while it draws', () => {
    const { body } = decodeImageGeneration({ model: 'gemini-2.0-flash-preview-image-generation', prompt });
    expect(body).toMatchObject({ generationConfig: { responseModalities: ['TEXT', 'IMAGE'] } });
  });

  it.each([
    ['1024x1024', '1:1'],
    ['512x512', '1:1'],
    ['1792x1024', '16:9'],
    ['1024x1792', '9:16'],
    ['1536x1024', '3:2'],
    ['1024x1536', '2:3'],
    ['2560x1080', '21:9'],
    ['4:5', '4:5'],
  ])('takes the ratio nearest to %s: %s', (size, aspectRatio) => {
    expect(decodeImageGeneration({ model, prompt, size }).body).toMatchObject({
      generationConfig: { imageConfig: { aspectRatio } },
    });
  });

  it.each([
    { extra_body: { google: { aspect_ratio: '21:9' } } },
    { google: { aspect_ratio: '21:9' } },
    { image_config: { aspect_ratio: '21:9' } },
  ])('prefers the ratio that is named: %j', (extra) => {
    expect(decodeImageGeneration({ model, prompt, size: '1024x1024', ...extra }).body).toMatchObject({
      generationConfig: { imageConfig: { aspectRatio: '21:9' } },
    });
  });

  it('leaves the ratio to the model where none is asked for', () => {
    for (const size of [undefined, null, 'auto']) {
      const { body } = decodeImageGeneration({ model, prompt, size });
      expect(body).toMatchObject({ generationConfig: { responseModalities: ['IMAGE'] } });
      expect(JSON.stringify(body)).not.toContain('imageConfig');
    }
  });

  it('remembers that addresses are wanted', () => {
    expect(decodeImageGeneration({ model, prompt, response_format: 'url' }).as).toBe('url');
  });

  it.each([
    [{ prompt }, 'model'],
    [{ model }, 'prompt'],
    [{ model, prompt, n: 0 }, 'n'],
    [{ model, prompt, n: 11 }, 'n'],
    [{ model, prompt, size: 'large' }, 'size'],
    [{ model, prompt, size: '0x0' }, 'size'],
    [{ model, prompt, stream: true }, 'stream'],
  ])('refuses %j, naming %s', (body, field) => {
    expect(() => decodeImageGeneration(body)).toThrow(
      expect.objectContaining({ details: expect.objectContaining({ field }) }),
    );
  });
});

describe('decodeImageEdit', () => {
  const file = new File([Buffer.from(PNG, 'base64')], 'a.png', { type: 'image/png' });
  const form = (...fields: Array<[string, string | File]>) => {
    const data = new FormData();
    for (const [name, value] of fields) data.append(name, value);
    return data;
  };

  it('puts the images before the words', async () => {
    const job = await decodeImageEdit(
      form(
        ['image[]', file],
        ['image[]', file],
        ['model', model],
        ['prompt', prompt],
        ['n', '2'],
        ['size', '1024x1536'],
      ),
    );
    const inlineData = { mimeType: 'image/png', data: PNG };
    expect(job).toMatchObject({
      calls: 2,
      body: {
        contents: [{ role: 'user', parts: [{ inlineData }, { inlineData }, { text: prompt }] }],
        generationConfig: { imageConfig: { aspectRatio: '2:3' } },
      },
    });
  });

  it.each<[string, FormData]>([
    ['image', form(['model', model], ['prompt', prompt])],
    ['image', form(['image', 'a.png'], ['model', model], ['prompt', prompt])],
    ['mask', form(['image', file], ['mask', file], ['model', model], ['prompt', prompt])],
    ['prompt', form(['image', file], ['model', model])],
    ['n', form(['image', file], ['model', model], ['prompt', prompt], ['n', 'two'])],
  ])('refuses a form, naming %s', async (field, data) => {
    await expect(decodeImageEdit(data)).rejects.toMatchObject({ details: { field } });
  });
});
