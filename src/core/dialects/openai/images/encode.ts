/** Answers of image models to OpenAI's `images` object (docs/design/translation.md#images). */
import type { ImagesResponse } from 'openai/resources/images';
import { ProxyError } from '../../../errors.ts';
import type { Blob, GenerateContentResponse, UsageMetadata } from '../../../google/wire.ts';
import { encodeUsage } from '../chat/encode/usage.ts';
import type { ImageJob } from './decode.ts';

/** Imagen's `:predict`. */
export interface PredictResponse {
  predictions?: Array<{ bytesBase64Encoded?: string; mimeType?: string; raiFilteredReason?: string }>;
}

/**
 * @param answers of all the calls that the job asked for. Some may have refused: the images of the others count.
 * @param created unix seconds
 * @throws {ProxyError} `request_refused` with Google's reason when there is no image at all.
 */
export function encodeImages(
  answers: readonly (GenerateContentResponse & PredictResponse)[],
  { as }: Pick<ImageJob, 'as'>,
  created: number,
): ImagesResponse {
  const images = answers.flatMap(imagesOf);
  if (images.length === 0)
    throw new ProxyError('request_refused', { reason: `No image was made: ${reasonOf(answers)}` });
  return {
    created,
    data: images.map(({ mimeType, data }) =>
      as === 'url' ? { url: `data:${mimeType};base64,${data}` } : { b64_json: data },
    ),
    usage: imageUsage(answers.map(({ usageMetadata }) => usageMetadata)),
  };
}

function imagesOf({ candidates = [], predictions = [] }: GenerateContentResponse & PredictResponse): Blob[] {
  const drawn = candidates.flatMap(({ content }) =>
    (content?.parts ?? []).flatMap(({ inlineData, thought }) => (inlineData && !thought ? [inlineData] : [])),
  );
  const predicted = predictions.flatMap(({ bytesBase64Encoded: data, mimeType = 'image/png' }) =>
    data === undefined ? [] : [{ mimeType, data }],
  );
  return [...drawn, ...predicted];
}

/** In Google's own names, with what the model said instead where it said something. */
function reasonOf(answers: readonly (GenerateContentResponse & PredictResponse)[]): string {
  for (const { candidates = [], promptFeedback, predictions = [] } of answers) {
    const [candidate] = candidates;
    const said = candidate?.content?.parts?.map(({ text = '', thought }) => (thought ? '' : text)).join('');
    const reason =
      promptFeedback?.blockReason ??
      predictions.find(({ raiFilteredReason }) => raiFilteredReason)?.raiFilteredReason ??
      candidate?.finishReason;
    const words = [reason, candidate?.finishMessage, said].filter(Boolean).join(': ');
    if (words !== '') return words;
  }
  return 'Google gave no reason';
}

function imageUsage(calls: readonly (UsageMetadata | undefined)[]): NonNullable<ImagesResponse['usage']> {
  const { prompt_tokens, completion_tokens, total_tokens } = encodeUsage(calls);
  const image_tokens = calls
    .flatMap((call) => call?.promptTokensDetails ?? [])
    .reduce((sum, { modality, tokenCount = 0 }) => (modality === 'IMAGE' ? sum + tokenCount : sum), 0);
  return {
    input_tokens: prompt_tokens,
    output_tokens: completion_tokens,
    total_tokens,
    input_tokens_details: { image_tokens, text_tokens: prompt_tokens - image_tokens },
  };
}
