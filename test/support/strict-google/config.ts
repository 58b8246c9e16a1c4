/** Google's rules for `generationConfig`. */
import type { GenerateContentRequest, ThinkingConfig } from '../../../src/core/google/wire.ts';
import { checkNames, generationOf, type Report } from './report.ts';
import { checkSchema } from './schema.ts';

const configFields = [
  'temperature',
  'topP',
  'topK',
  'candidateCount',
  'maxOutputTokens',
  'stopSequences',
  'responseMimeType',
  'responseSchema',
  'responseJsonSchema',
  'presencePenalty',
  'frequencyPenalty',
  'seed',
  'responseLogprobs',
  'logprobs',
  'responseModalities',
  'speechConfig',
  'thinkingConfig',
  'mediaResolution',
  'imageConfig',
];

export function checkConfig(model: string, { generationConfig = {} }: GenerateContentRequest, report: Report): void {
  const path = 'generationConfig';
  const config = generationConfig;
  checkNames(config, configFields, path, report);
  if (generationOf(model) >= 3 && (config.candidateCount ?? 1) > 1) {
    report('candidates', path, 'Multiple candidates is not enabled for this model');
  }
  if (config.maxOutputTokens !== undefined && config.maxOutputTokens < 1)
    report('limit', path, 'maxOutputTokens below 1');
  if (config.responseSchema && !config.responseMimeType)
    report('mime', path, 'response_schema needs response_mime_type');
  if (config.responseJsonSchema && !config.responseMimeType)
    report('mime', path, 'response schema without a mime type');
  if (config.responseSchema && config.responseJsonSchema) report('mime', path, 'two response schemas');
  if (config.responseSchema) checkSchema(config.responseSchema, `${path}.responseSchema`, report);
  if ((config.stopSequences?.length ?? 0) > 5) report('stop', path, 'at most 5 stop sequences');
  const penalised = config.presencePenalty !== undefined || config.frequencyPenalty !== undefined;
  if (penalised && generationOf(model) >= 2.5) report('penalty', path, 'Penalty is not enabled for this model');
  if (config.thinkingConfig) checkThinking(model, config.thinkingConfig, report);
}

function checkThinking(model: string, thinking: ThinkingConfig, report: Report): void {
  const path = 'generationConfig.thinkingConfig';
  const generation = generationOf(model);
  const { thinkingBudget, thinkingLevel } = thinking;
  checkNames(thinking, ['includeThoughts', 'thinkingBudget', 'thinkingLevel'], path, report);
  if (thinkingBudget !== undefined && thinkingLevel !== undefined)
    report('thinking', path, 'budget and level together');
  if (generation < 3 && thinkingLevel !== undefined) report('thinking', path, 'Thinking level is not supported');
  if (generation >= 3 && thinkingBudget === 0) report('thinking', path, 'thinking cannot be switched off');
  const noMinimal = /gemini-[3-9](\.\d)?-pro/.test(model) || (/flash(?!-lite)/.test(model) && generation >= 3.7);
  if (noMinimal && thinkingLevel === 'minimal') report('thinking', path, 'Thinking level MINIMAL is not supported');
}
