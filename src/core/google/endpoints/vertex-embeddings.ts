/**
 * Embeddings as Vertex makes them: one text a call, by `predict`, or by an `embedContent` of its own where the model is
 * newer than gemini-embedding-001. Read off `@google/genai` 2.32.
 */
import { parseJson } from '../../utils/json/json.ts';
import { isTooDeep } from '../../utils/json/json-depth.ts';
import { readModelPath } from './endpoints.ts';

export interface EmbedPlan {
  /** Calls to make, in the order of the texts. */
  readonly calls: ReadonlyArray<{ readonly path: string; readonly body: string }>;
  /** AI Studio's answer, out of what Vertex answered to each call. */
  readonly join: (answers: readonly unknown[]) => object;
}

interface EmbedRequest {
  readonly content?: { readonly parts?: ReadonlyArray<{ readonly text?: string }> };
  readonly taskType?: string;
  readonly title?: string;
  readonly outputDimensionality?: number;
}

interface VertexAnswer {
  readonly predictions?: ReadonlyArray<{ embeddings?: { values?: number[]; statistics?: { token_count?: number } } }>;
  readonly embedding?: { values?: number[] };
  readonly usageMetadata?: { promptTokenCount?: number };
}

/** Undefined for what is no request for embeddings. */
export function embedPlan(path: string, body: BodyInit | undefined): EmbedPlan | undefined {
  const call = readModelPath(path);
  const isBatch = call?.method === 'batchEmbedContents';
  if (call === undefined || !(isBatch || call.method === 'embedContent')) return undefined;
  const request = parse(body);
  if (request === undefined) return undefined;
  const requests = isBatch ? ((request as { requests?: EmbedRequest[] }).requests ?? []) : [request as EmbedRequest];
  const predicts = call.model === 'gemini-embedding-001' || !call.model.startsWith('gemini');
  const where = `/${call.version}/models/${call.model}:${predicts ? 'predict' : 'embedContent'}`;
  return {
    calls: requests.map((one) => ({ path: where, body: JSON.stringify(predicts ? prediction(one) : contentOf(one)) })),
    join: (answers) => joined(answers as readonly VertexAnswer[], isBatch),
  };
}

function prediction({ content, taskType, title, outputDimensionality }: EmbedRequest): object {
  const text = content?.parts?.map((part) => part.text ?? '').join('\n') ?? '';
  return {
    instances: [{ content: text, ...(taskType && { task_type: taskType }), ...(title && { title }) }],
    parameters: outputDimensionality === undefined ? {} : { outputDimensionality },
  };
}

function contentOf({ content, taskType, title, outputDimensionality }: EmbedRequest): object {
  const config = { taskType, title, outputDimensionality };
  return { content: { role: 'user', ...content }, embedContentConfig: config };
}

function joined(answers: readonly VertexAnswer[], isBatch: boolean): object {
  const embeddings = answers.map((answer) => ({ values: valuesOf(answer) }));
  const promptTokenCount = answers.reduce((sum, answer) => sum + tokensOf(answer), 0);
  return { ...(isBatch ? { embeddings } : { embedding: embeddings[0] }), usageMetadata: { promptTokenCount } };
}

const valuesOf = ({ predictions, embedding }: VertexAnswer): number[] =>
  predictions?.[0]?.embeddings?.values ?? embedding?.values ?? [];

const tokensOf = ({ predictions, usageMetadata }: VertexAnswer): number =>
  predictions?.[0]?.embeddings?.statistics?.token_count ?? usageMetadata?.promptTokenCount ?? 0;

function parse(body: BodyInit | undefined): object | undefined {
  if (typeof body !== 'string' && !(body instanceof Uint8Array)) return undefined;
  const value = parseJson(typeof body === 'string' ? body : new TextDecoder().decode(body));
  return typeof value === 'object' && value !== null && !isTooDeep(value) ? value : undefined;
}
