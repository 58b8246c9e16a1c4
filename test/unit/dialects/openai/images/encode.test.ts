import { describe, expect, it } from 'vitest';
import { encodeImages } from '../../../../../src/core/dialects/openai/images/encode.ts';
import { answerOf, PNG } from '../context.ts';

const image = { inlineData: { mimeType: 'image/png', data: PNG } };
const encode = (answers: Parameters<typeof encodeImages>[0], as: 'b64_json' | 'url' = 'b64_json') =>
  encodeImages(answers, { as }, 1_795_000_000);

describe('encodeImages', () => {
  it('collects the images of all answers, without drafts', () => {
    const usageMetadata = {
      promptTokenCount: 10,
      candidatesTokenCount: 1290,
      totalTokenCount: 1300,
      promptTokensDetails: [
        { modality: 'TEXT', tokenCount: 7 },
        { modality: 'IMAGE', tokenCount: 3 },
      ],
    };
    const drawn = { ...answerOf([{ text: 'Here.' }, { ...image, thought: true }, image]), usageMetadata };
    expect(encode([drawn, drawn])).toEqual({
      created: 1_795_000_000,
      data: [{ b64_json: PNG }, { b64_json: PNG }],
      usage: {
        input_tokens: 20,
        output_tokens: 2580,
        total_tokens: 2600,
        input_tokens_details: { image_tokens: 6, text_tokens: 14 },
      },
    });
  });

  it("reads Imagen's predictions", () => {
    const predictions = [{ bytesBase64Encoded: PNG, mimeType: 'image/png' }, { raiFilteredReason: 'unsafe' }];
    expect(encode([{ predictions }]).data).toEqual([{ b64_json: PNG }]);
  });

  it('gives data URLs where addresses are wanted', () => {
    expect(encode([answerOf([image])], 'url').data).toEqual([{ url: `data:image/png;base64,${PNG}` }]);
  });

  it('counts what was made when one call of several refused', () => {
    expect(encode([answerOf([], { finishReason: 'IMAGE_SAFETY' }), answerOf([image])]).data).toHaveLength(1);
  });

  it.each([
    [answerOf([], { finishReason: 'IMAGE_SAFETY', finishMessage: 'Unsafe' }), 'IMAGE_SAFETY: Unsafe'],
    [answerOf([{ text: 'I cannot.' }]), 'STOP: I cannot.'],
    [{ promptFeedback: { blockReason: 'PROHIBITED_CONTENT' } }, 'PROHIBITED_CONTENT'],
    [{ predictions: [{ raiFilteredReason: 'Support codes: 1' }] }, 'Support codes: 1'],
    [{}, 'Google gave no reason'],
  ])('is a 400 with the reason when there is no image: %j', (answer, reason) => {
    expect(() => encode([answer])).toThrow(
      expect.objectContaining({ code: 'request_refused', status: 400, message: `No image was made: ${reason}` }),
    );
  });
});
