/**
 * `POST /v1/images/generations` and `/v1/images/edits` -> Gemini's image models or Imagen
 * (docs/design/translation.md#images).
 */
import type { ImageGenerateParams } from 'openai/resources/images';
import { ProxyError } from '../../../errors.ts';
import type { GenerateContentRequest, Part } from '../../../google/wire.ts';
import { toBase64 } from '../../../utils/bytes.ts';
import { type Fields, fieldsOf, flag, integer, object, refuse, requiredText, text } from '../../fields.ts';
import type { ChatRequest } from '../wire.ts';

export interface PredictRequest {
  instances: Array<{ prompt: string }>;
  parameters: { sampleCount: number; aspectRatio?: string };
}

interface Asked {
  readonly upstreamModel: string;
  readonly as: 'b64_json' | 'url';
}

export type ImageJob = Asked &
  (
    | {
        readonly method: 'generateContent';
        readonly body: GenerateContentRequest;
        /** How often to call: these models make one image a call. */
        readonly calls: number;
      }
    | { readonly method: 'predict'; readonly body: PredictRequest; readonly calls: 1 }
  );

type ImageFields = Fields<ImageGenerateParams & Pick<ChatRequest, 'google' | 'extra_body' | 'image_config'>>;

/** OpenAI's own limit on `n`. */
const MAX_IMAGES = 10;

/** @throws {ProxyError} `invalid_value` or `unsupported`, naming the field. */
export function decodeImageGeneration(body: unknown): ImageJob {
  return decode(fieldsOf(body, ''), []);
}

/** @throws {ProxyError} `invalid_value` or `unsupported`, naming the field. */
export async function decodeImageEdit(form: FormData): Promise<ImageJob> {
  const files = [...form.getAll('image'), ...form.getAll('image[]')];
  if (files.length === 0) return refuse('image', 'is required');
  if (form.has('mask'))
    throw new ProxyError('unsupported', { field: 'mask', reason: 'describe the area in the prompt' });
  const images = await Promise.all(
    files.map(async (file): Promise<Part> => {
      if (typeof file === 'string') return refuse('image', 'must be a file');
      const data = toBase64(new Uint8Array(await file.arrayBuffer()));
      return { inlineData: { mimeType: file.type || 'image/png', data } };
    }),
  );
  const values: Record<string, unknown> = {};
  for (const [name, value] of form) if (typeof value === 'string') values[name] = name === 'n' ? Number(value) : value;
  return decode(fieldsOf(values, ''), images);
}

function decode(fields: ImageFields, images: readonly Part[]): ImageJob {
  const upstreamModel = requiredText(fields, 'model').replace(/^models\//, '');
  const prompt = requiredText(fields, 'prompt');
  const count = integer(fields, 'n', 1, MAX_IMAGES) ?? 1;
  if (flag(fields, 'stream')) throw new ProxyError('unsupported', { field: 'stream', reason: 'images come whole' });
  const asked: Asked = { upstreamModel, as: text(fields, 'response_format') === 'url' ? 'url' : 'b64_json' };
  const aspectRatio = readAspectRatio(fields);
  if (upstreamModel.startsWith('imagen')) {
    const parameters = { sampleCount: count, ...(aspectRatio === undefined ? {} : { aspectRatio }) };
    return { ...asked, method: 'predict', body: { instances: [{ prompt }], parameters }, calls: 1 };
  }
  const body: GenerateContentRequest = {
    contents: [{ role: 'user', parts: [...images, { text: prompt }] }],
    generationConfig: {
      // 2.0 cannot but talk while it draws.
      responseModalities: upstreamModel.includes('gemini-2.0') ? ['TEXT', 'IMAGE'] : ['IMAGE'],
      ...(aspectRatio === undefined ? {} : { imageConfig: { aspectRatio } }),
    },
  };
  return { ...asked, method: 'generateContent', body, calls: count };
}

function readAspectRatio(fields: ImageFields): string | undefined {
  const extra = object(fields, 'extra_body');
  const google = (extra && object(extra, 'google')) ?? object(fields, 'google');
  const config = object(fields, 'image_config');
  const named = (google && text(google, 'aspect_ratio')) ?? (config && text(config, 'aspect_ratio'));
  return named ?? nearestRatio(text(fields, 'size') ?? 'auto');
}

/** What Google's models draw. */
const RATIOS = ['1:1', '2:3', '3:2', '3:4', '4:3', '4:5', '5:4', '9:16', '16:9', '21:9'];

/** The ratio closest to a size such as `1792x1024`; the model's own choice for `auto`. */
function nearestRatio(size: string): string | undefined {
  if (size === 'auto') return undefined;
  const [, width, height] = /^(\d+)[x:](\d+)$/.exec(size) ?? [];
  if (!Number(width) || !Number(height)) return refuse('size', 'must be a size such as "1024x1024", or "auto"');
  const distance = (ratio: string) => {
    const [w = 1, h = 1] = ratio.split(':').map(Number);
    return Math.abs(Math.log((Number(width) * h) / (Number(height) * w)));
  };
  return RATIOS.reduce((best, ratio) => (distance(ratio) < distance(best) ? ratio : best));
}
