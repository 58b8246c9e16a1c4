/** The default answers: an echo of the last user message, function calls where functions are declared, a picture. */
import type {
  FunctionDeclaration,
  GenerateContentRequest,
  GenerateContentResponse,
  Part,
  UsageMetadata,
} from '../../src/core/google/wire.ts';
import { drawsImages, generation } from './models.ts';
import { sample, sampleObject } from './sample.ts';
import { signatureFor } from './signatures.ts';

/** A 1x1 PNG. */
export const PICTURE =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

const MAX_PARALLEL_CALLS = 2;
const CHUNK_LETTERS = 12;

export interface Answer {
  /** Parts by chunk, in order. */
  readonly chunks: readonly (readonly Part[])[];
  readonly finishReason: string;
}

/** Deterministic: the same request always gets the same answer. */
export function defaultAnswer(request: GenerateContentRequest, model: string): Answer {
  const functions = callable(request);
  const last = request.contents.at(-1);
  const results = last?.parts.flatMap((part) => part.functionResponse ?? []) ?? [];
  if (functions.length > 0 && results.length === 0) {
    return { chunks: functionCalls(functions, model), finishReason: 'STOP' };
  }
  const text =
    results.length > 0
      ? `The functions answered: ${results.map(({ name, response }) => `${name} ${JSON.stringify(response)}`).join(', ')}`
      : `You said: ${lastWords(request)}`;
  const spoken = limited(structured(request, text), request.generationConfig?.maxOutputTokens);
  const picture: Part[][] = drawsImages(model) ? [[{ inlineData: { mimeType: 'image/png', data: PICTURE } }]] : [];
  return {
    chunks: [...thoughts(request), ...textChunks(spoken.text), ...picture],
    finishReason: spoken.cut ? 'MAX_TOKENS' : 'STOP',
  };
}

/** `answer` as the events of a stream; the last one carries the finish reason. */
export function toEvents(
  { chunks, finishReason }: Answer,
  request: GenerateContentRequest,
  model: string,
): GenerateContentResponse[] {
  const events = chunks.length === 0 ? [[]] : chunks;
  const candidates = request.generationConfig?.candidateCount ?? 1;
  return events.map((parts, position) => ({
    candidates: Array.from({ length: candidates }, (_, index) => ({
      content: { parts: [...parts], role: 'model' },
      ...(position === events.length - 1 ? { finishReason } : {}),
      index,
    })),
    usageMetadata: usage(request, events.slice(0, position + 1).flat()),
    modelVersion: model,
    responseId: 'fake-response',
  }));
}

/** `answer` as one body; neighbouring texts of a kind are one part, as Google sends them. */
export function toBody(answer: Answer, request: GenerateContentRequest, model: string): GenerateContentResponse {
  const parts: Part[] = [];
  for (const part of answer.chunks.flat()) {
    const before = parts.at(-1);
    if (before?.text !== undefined && part.text !== undefined && before.thought === part.thought) {
      parts[parts.length - 1] = { ...before, ...part, text: before.text + part.text };
    } else {
      parts.push(part);
    }
  }
  return toEvents({ ...answer, chunks: [parts] }, request, model)[0] ?? {};
}

/** About four letters a token; only has to be deterministic and plausible. */
export const tokens = (text: string): number => Math.ceil(text.length / 4);

/** Cuts at letters, not at UTF-16 halves. */
export function textChunks(text: string): Part[][] {
  const letters = Array.from(text);
  return Array.from({ length: Math.ceil(letters.length / CHUNK_LETTERS) }, (_, index) => [
    { text: letters.slice(index * CHUNK_LETTERS, (index + 1) * CHUNK_LETTERS).join('') },
  ]);
}

function usage(request: GenerateContentRequest, said: readonly Part[]): UsageMetadata {
  const promptTokenCount = tokens(JSON.stringify(request.contents));
  const count = (thought: boolean) =>
    tokens(
      said.flatMap((part) => ((part.thought ?? false) === thought ? (part.text ?? JSON.stringify(part)) : [])).join(''),
    );
  const candidatesTokenCount = count(false);
  const thoughtsTokenCount = count(true);
  return {
    promptTokenCount,
    candidatesTokenCount,
    ...(thoughtsTokenCount > 0 ? { thoughtsTokenCount } : {}),
    totalTokenCount: promptTokenCount + candidatesTokenCount + thoughtsTokenCount,
    promptTokensDetails: [{ modality: 'TEXT', tokenCount: promptTokenCount }],
  };
}

function lastWords(request: GenerateContentRequest): string {
  const parts = request.contents.findLast((content) => content.role !== 'model')?.parts ?? [];
  return parts
    .map(({ text, inlineData, fileData }) => {
      if (inlineData !== undefined) return `[${inlineData.mimeType}, ${inlineData.data.length} letters of base64]`;
      return fileData === undefined ? (text ?? '') : `[${fileData.fileUri}]`;
    })
    .join(' ');
}

function thoughts(request: GenerateContentRequest): Part[][] {
  const shown = request.generationConfig?.thinkingConfig?.includeThoughts === true;
  return shown ? [[{ text: 'Thinking about ', thought: true }], [{ text: 'what was said.', thought: true }]] : [];
}

function structured(request: GenerateContentRequest, text: string): string {
  const { responseMimeType, responseSchema, responseJsonSchema } = request.generationConfig ?? {};
  if (responseMimeType !== 'application/json') return text;
  const schema = responseSchema ?? responseJsonSchema;
  return JSON.stringify(schema === undefined ? { echo: text } : sample(schema));
}

function limited(text: string, limit: number | undefined): { text: string; cut: boolean } {
  const cut = limit !== undefined && tokens(text) > limit;
  return { text: cut ? text.slice(0, limit * 4) : text, cut };
}

function callable(request: GenerateContentRequest): FunctionDeclaration[] {
  const config = request.toolConfig?.functionCallingConfig;
  if (config?.mode === 'NONE') return [];
  const declared = request.tools?.flatMap((tool) => tool.functionDeclarations ?? []) ?? [];
  const allowed = config?.allowedFunctionNames;
  return declared.filter(({ name }) => allowed === undefined || allowed.includes(name));
}

function functionCalls(functions: readonly FunctionDeclaration[], model: string): Part[][] {
  const signed = generation(model) >= 3;
  return functions.slice(0, MAX_PARALLEL_CALLS).map(({ name, parameters, parametersJsonSchema }, index) => [
    {
      functionCall: {
        ...(signed ? { id: `call-${index}-${name}` } : {}),
        name,
        args: sampleObject(parametersJsonSchema ?? parameters),
      },
      ...(signed && index === 0 ? { thoughtSignature: signatureFor(name) } : {}),
    },
  ]);
}
