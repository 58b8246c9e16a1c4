import { describe, expect, it } from 'vitest';
import { decode, decodeConfig, refusalOf } from '../decode.ts';

const safety_settings = [{ category: 'HARM_CATEGORY_HARASSMENT', threshold: 'BLOCK_LOW_AND_ABOVE' }];

describe("Google's extensions", () => {
  it.each([
    ['google', (google: object) => ({ google })],
    ['extra_body.google', (google: object) => ({ extra_body: { google } })],
  ])('are read from %s, in either spelling', (_, wrap) => {
    const snake = wrap({ safety_settings, generation_config: { top_k: 3 }, thinking_config: { thinking_budget: 7 } });
    const camel = wrap({
      safetySettings: safety_settings,
      generationConfig: { topK: 3 },
      thinkingConfig: { thinkingBudget: 7 },
    });
    for (const body of [snake, camel]) {
      const { request } = decode(body);
      expect(request.safetySettings).toEqual(safety_settings);
      expect(request.generationConfig).toEqual({ topK: 3, thinkingConfig: { thinkingBudget: 7 } });
    }
  });

  it("merge into the generation config, over OpenAI's fields", () => {
    const generation_config = { temperature: 1, speech_config: { language_code: 'de' }, media_resolution: null };
    expect(decodeConfig({ temperature: 0, top_p: 0.5, google: { generation_config } })).toEqual({
      temperature: 1,
      topP: 0.5,
      speechConfig: { language_code: 'de' },
    });
  });

  it('merge the shape of images from all three places', () => {
    const google = { aspect_ratio: '1:1', generation_config: { image_config: { person_generation: 'ALLOW_ALL' } } };
    expect(decodeConfig({ image_config: { image_size: '2K', aspect_ratio: '16:9' }, google })).toEqual({
      imageConfig: { imageSize: '2K', personGeneration: 'ALLOW_ALL', aspectRatio: '1:1' },
    });
  });

  it('may hold the thinking config within the generation config', () => {
    const google = { generation_config: { thinking_config: { thinkingBudget: 7 } } };
    expect(decodeConfig({ google })).toEqual({ thinkingConfig: { thinkingBudget: 7 } });
  });

  it('lose what the model would refuse', () => {
    const google = { generation_config: { presence_penalty: 1, candidate_count: 3, stop_sequences: [...'abcdef'] } };
    const { request, copies } = decode({ model: 'gemini-3-flash-preview', google });
    expect(request.generationConfig).toEqual({ stopSequences: [...'abcde'] });
    expect(copies).toBe(3);
  });

  it('name cached content, next to which no tools and no system instruction may stand', () => {
    const { request } = decode({
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Hi' },
      ],
      tools: [{ type: 'function', function: { name: 'f' } }],
      tool_choice: 'required',
      google: { cached_content: 'cachedContents/abc' },
    });
    expect(request).toMatchObject({ cachedContent: 'cachedContents/abc' });
    expect(request).not.toHaveProperty('tools');
    expect(request).not.toHaveProperty('toolConfig');
    expect(request).not.toHaveProperty('systemInstruction');
    expect(request.contents).toEqual([{ role: 'user', parts: [{ text: 'Be brief.\n\n' }, { text: 'Hi' }] }]);
  });

  it.each([
    ['google', { google: 'x' }],
    ['extra_body.google.cached_content', { extra_body: { google: { cached_content: 7 } } }],
    ['google.safety_settings[0].threshold', { google: { safety_settings: [{ category: 'x' }] } }],
    ['google.thinking_config.thinking_budget', { google: { thinking_config: { thinking_budget: 'all' } } }],
    ['google.tools[0]', { google: { tools: ['google_search'] } }],
  ])('name %s when it is wrong', (field, body) => {
    const messages = [{ role: 'user', content: 'Hi' }];
    expect(refusalOf({ model: 'gemini-2.5-flash', messages, ...body })).toEqual(['invalid_value', field]);
  });
});
