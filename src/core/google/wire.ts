/**
 * Gemini's REST shapes (`v1beta`), the one internal representation of a call and its answer. Incomplete and open as on
 * the wire: Google adds fields and enum values at any time, so enums are strings and unknown fields survive.
 * Source: `@google/genai` 2.32 type declarations.
 */

import type { JsonObject } from '../utils/json/json.ts';
export interface Blob {
  mimeType: string;
  /** Standard base64. */
  data: string;
}

export interface FunctionCall {
  id?: string;
  name: string;
  args?: JsonObject;
}

export interface FunctionResponse {
  id?: string;
  name: string;
  response: JsonObject;
  parts?: Part[];
}

export interface Part {
  text?: string;
  thought?: boolean;
  thoughtSignature?: string;
  inlineData?: Blob;
  fileData?: { fileUri: string; mimeType?: string };
  functionCall?: FunctionCall;
  functionResponse?: FunctionResponse;
  executableCode?: { language?: string; code?: string };
  codeExecutionResult?: { outcome?: string; output?: string };
  mediaResolution?: { level: string };
  videoMetadata?: JsonObject;
  speechMetadata?: { style?: string; speaker?: string };
}

export interface Content {
  role?: 'user' | 'model';
  parts: Part[];
}

export interface FunctionDeclaration {
  name: string;
  description?: string;
  parameters?: JsonObject;
  parametersJsonSchema?: JsonObject;
}

export interface Tool {
  functionDeclarations?: FunctionDeclaration[];
  googleSearch?: JsonObject;
  codeExecution?: JsonObject;
  urlContext?: JsonObject;
  googleMaps?: JsonObject;
  [builtIn: string]: unknown;
}

export interface ToolConfig {
  functionCallingConfig?: { mode: 'AUTO' | 'ANY' | 'NONE' | 'VALIDATED'; allowedFunctionNames?: string[] };
  includeServerSideToolInvocations?: boolean;
  [field: string]: unknown;
}

export interface ThinkingConfig {
  includeThoughts?: boolean;
  thinkingBudget?: number;
  thinkingLevel?: string;
}

export interface GenerationConfig {
  temperature?: number;
  topP?: number;
  topK?: number;
  candidateCount?: number;
  maxOutputTokens?: number;
  stopSequences?: string[];
  responseMimeType?: string;
  responseSchema?: JsonObject;
  responseJsonSchema?: JsonObject;
  presencePenalty?: number;
  frequencyPenalty?: number;
  seed?: number;
  responseLogprobs?: boolean;
  logprobs?: number;
  responseModalities?: string[];
  speechConfig?: JsonObject;
  imageConfig?: JsonObject;
  responseFormat?: JsonObject;
  thinkingConfig?: ThinkingConfig;
  [field: string]: unknown;
}

export interface SafetySetting {
  category: string;
  threshold: string;
}

export interface GenerateContentRequest {
  contents: Content[];
  systemInstruction?: { parts: Part[] };
  tools?: Tool[];
  toolConfig?: ToolConfig;
  safetySettings?: SafetySetting[];
  generationConfig?: GenerationConfig;
  cachedContent?: string;
  serviceTier?: string;
}

export interface UsageMetadata {
  promptTokenCount?: number;
  candidatesTokenCount?: number;
  thoughtsTokenCount?: number;
  cachedContentTokenCount?: number;
  toolUsePromptTokenCount?: number;
  totalTokenCount?: number;
  promptTokensDetails?: Array<{ modality?: string; tokenCount?: number }>;
  candidatesTokensDetails?: Array<{ modality?: string; tokenCount?: number }>;
}

export interface GroundingMetadata {
  groundingChunks?: Array<{ web?: { uri?: string; title?: string }; [kind: string]: unknown }>;
  groundingSupports?: Array<{
    segment?: { partIndex?: number; startIndex?: number; endIndex?: number; text?: string };
    groundingChunkIndices?: number[];
  }>;
  webSearchQueries?: string[];
  [field: string]: unknown;
}

/** A probability of 0 has the logarithm `-Infinity`, which is a string in ProtoJSON. */
export interface LogprobsToken {
  token?: string;
  tokenId?: number;
  logProbability?: number | 'NaN' | 'Infinity' | '-Infinity';
}

export interface LogprobsResult {
  chosenCandidates?: LogprobsToken[];
  topCandidates?: Array<{ candidates?: LogprobsToken[] }>;
}

export interface Candidate {
  index?: number;
  content?: { role?: string; parts?: Part[] };
  finishReason?: string;
  finishMessage?: string;
  groundingMetadata?: GroundingMetadata;
  citationMetadata?: JsonObject;
  logprobsResult?: LogprobsResult;
  [field: string]: unknown;
}

export interface GenerateContentResponse {
  candidates?: Candidate[];
  promptFeedback?: { blockReason?: string; blockReasonMessage?: string; safetyRatings?: unknown };
  usageMetadata?: UsageMetadata;
  modelVersion?: string;
  responseId?: string;
  [field: string]: unknown;
}

/** An error event in a stream, or the body of a failed call. */
export interface ErrorEnvelope {
  error: { code?: number; message?: string; status?: string; details?: JsonObject[] };
}
