import { isObject } from '../../utils/json/json.ts';
import { FLOAT_WORDS } from '../../utils/json/proto-json.ts';
import type { GenerateContentResponse } from '../wire.ts';

/** What a field must hold where it is there at all; fields that are not named may hold anything. */
type Shape =
  | 'string'
  | 'number'
  | 'float'
  | 'boolean'
  | 'object'
  | readonly [Shape]
  | { readonly [field: string]: Shape };

const part: Shape = {
  text: 'string',
  thought: 'boolean',
  thoughtSignature: 'string',
  inlineData: { mimeType: 'string', data: 'string' },
  fileData: { fileUri: 'string', mimeType: 'string' },
  functionCall: { id: 'string', name: 'string', args: 'object' },
  executableCode: { language: 'string', code: 'string' },
  codeExecutionResult: { outcome: 'string', output: 'string' },
};

const token: Shape = { token: 'string', logProbability: 'float' };
const source: Shape = { uri: 'string', title: 'string' };
const place: Shape = { partIndex: 'number', startIndex: 'number', endIndex: 'number', text: 'string' };
const citation: Shape = { uri: 'string', title: 'string', startIndex: 'number', endIndex: 'number' };
const counts: Shape = [{ modality: 'string', tokenCount: 'number' }];

/** The fields that we read, of every answer that Google gives in one piece or in pieces. */
const answer: Shape = {
  candidates: [
    {
      index: 'number',
      content: { role: 'string', parts: [part] },
      finishReason: 'string',
      finishMessage: 'string',
      groundingMetadata: {
        groundingChunks: [{ web: source, maps: source, retrievedContext: source, image: source }],
        groundingSupports: [{ segment: place, groundingChunkIndices: ['number'] }],
        webSearchQueries: ['string'],
      },
      citationMetadata: { citations: [citation], citationSources: [citation] },
      logprobsResult: { chosenCandidates: [token], topCandidates: [{ candidates: [token] }] },
    },
  ],
  promptFeedback: { blockReason: 'string', blockReasonMessage: 'string' },
  usageMetadata: {
    promptTokenCount: 'number',
    candidatesTokenCount: 'number',
    thoughtsTokenCount: 'number',
    cachedContentTokenCount: 'number',
    toolUsePromptTokenCount: 'number',
    totalTokenCount: 'number',
    promptTokensDetails: counts,
    candidatesTokensDetails: counts,
  },
  modelVersion: 'string',
  responseId: 'string',
  embedding: { values: ['float'] },
  embeddings: [{ values: ['float'] }],
};

/**
 * Whether what came with status 200 can be read as Google's answer. Asked once, where it arrives, so that nobody behind
 * has to expect a mirror's or a proxy's oddities: fields that are null, which is unset in ProtoJSON, are taken out.
 * @param value just parsed, and nobody else's.
 */
export const isAnswer = (value: unknown): value is GenerateContentResponse => fitsAnswer(value);

type Check = (value: unknown) => boolean;

/** Made once for each shape: every event of every stream is looked at, and a third of all garbage was made by that. */
function checkOf(shape: Shape): Check {
  if (shape === 'object') return isObject;
  if (shape === 'float') return (value) => typeof value === 'number' || FLOAT_WORDS.has(value);
  if (typeof shape === 'string') return (value) => typeof value === shape;
  if (isList(shape)) {
    const fits = checkOf(shape[0]);
    return (value) => Array.isArray(value) && value.every(fits);
  }
  const checks = new Map(Object.entries(shape).map(([field, inner]) => [field, checkOf(inner)]));
  return (value) => {
    if (!isObject(value)) return false;
    for (const field in value) {
      if (value[field] === null) {
        delete value[field];
        continue;
      }
      const fits = checks.get(field);
      if (fits !== undefined && !fits(value[field])) return false;
    }
    return true;
  };
}

const isList = (shape: Shape): shape is readonly [Shape] => Array.isArray(shape);

const fitsAnswer = checkOf(answer);
