/** `POST /v1/embeddings` (docs/design/translation.md#embeddings). */
import type { CreateEmbeddingResponse, EmbeddingCreateParams } from 'openai/resources/embeddings';
import type { UsageMetadata } from '../../../google/wire.ts';
import { toBase64 } from '../../../utils/bytes.ts';
import { type Fields, fieldsOf, integer, pathOf, refuse, requiredText, text } from '../../fields.ts';

export interface BatchEmbedRequest {
  requests: Array<{
    model: string;
    content: { parts: Array<{ text: string }> };
    outputDimensionality?: number;
  }>;
}

export interface BatchEmbedResponse {
  embeddings?: Array<{ values?: number[] }>;
  usageMetadata?: UsageMetadata;
}

export interface EmbeddingsJob {
  /** As the client named it. */
  readonly model: string;
  /** Bodies for `models/{upstreamModel}:batchEmbedContents`, in the order of the inputs. At least one. */
  readonly batches: readonly BatchEmbedRequest[];
  readonly upstreamModel: string;
  readonly format: 'float' | 'base64';
}

/** Google takes no more contents in one batch. */
const BATCH = 100;

/** @throws {ProxyError} `invalid_value` that names the field. */
export function decodeEmbeddings(body: unknown): EmbeddingsJob {
  const fields = fieldsOf<EmbeddingCreateParams>(body, '');
  const model = requiredText(fields, 'model');
  const upstreamModel = model.replace(/^models\//, '');
  const dimensions = integer(fields, 'dimensions', 1);
  const requests = readInputs(fields).map((input) => ({
    model: `models/${upstreamModel}`,
    content: { parts: [{ text: input }] },
    ...(dimensions === undefined ? {} : { outputDimensionality: dimensions }),
  }));
  const batches: BatchEmbedRequest[] = [];
  for (let at = 0; at < requests.length; at += BATCH) batches.push({ requests: requests.slice(at, at + BATCH) });
  const format = text(fields, 'encoding_format') ?? 'float';
  if (format !== 'float' && format !== 'base64') return refuse('encoding_format', 'must be "float" or "base64"');
  return { model, upstreamModel, batches, format };
}

function readInputs(fields: Fields<EmbeddingCreateParams>): readonly string[] {
  const path = pathOf(fields, 'input');
  const input = fields.values.input ?? undefined;
  if (input === undefined || input === '') return refuse(path, 'is required');
  if (typeof input === 'string') return [input];
  if (!Array.isArray(input) || input.length === 0) return refuse(path, 'must be a string or an array of strings');
  return input.map((item: unknown, index): string => {
    if (typeof item === 'string' && item !== '') return item;
    if (item === '') return refuse(`${path}[${index}]`, 'must not be empty');
    return refuse(`${path}[${index}]`, 'must be a string: token arrays belong to OpenAI models only');
  });
}

/** @param answers one per batch, in the same order. */
export function encodeEmbeddings(
  answers: readonly BatchEmbedResponse[],
  { model, format }: Pick<EmbeddingsJob, 'model' | 'format'>,
): CreateEmbeddingResponse {
  const vectors = answers.flatMap(({ embeddings = [] }) => embeddings.map(({ values = [] }) => values));
  const tokens = answers.reduce((sum, { usageMetadata }) => sum + (usageMetadata?.promptTokenCount ?? 0), 0);
  return {
    object: 'list',
    data: vectors.map((values, index) => ({
      object: 'embedding',
      index,
      // The SDK's type only knows floats: it asks for base64 by itself and decodes before anyone sees it.
      embedding: format === 'base64' ? (base64Floats(values) as unknown as number[]) : values,
    })),
    model,
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  };
}

/** Little-endian 32-bit floats. */
function base64Floats(values: readonly number[]): string {
  const view = new DataView(new ArrayBuffer(4 * values.length));
  values.forEach((value, index) => {
    view.setFloat32(4 * index, value, true);
  });
  return toBase64(new Uint8Array(view.buffer));
}
