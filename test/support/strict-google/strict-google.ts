/**
 * Request validation as the real Gemini API does it, with 400 (docs/design/translation.md#strict-checks): the same checks
 * as in `test/conformance/runner.mjs`, for requests that never leave memory.
 */
import type { GenerateContentRequest } from '../../../src/core/google/wire.ts';
import { checkConfig } from './config.ts';
import { checkNames, type Report } from './report.ts';
import { checkTools } from './tools.ts';
import { checkTurns } from './turns.ts';

const topLevel = [
  'contents',
  'systemInstruction',
  'tools',
  'toolConfig',
  'safetySettings',
  'generationConfig',
  'cachedContent',
  'model',
  'serviceTier',
  'store',
  'continuationToken',
];

/** Every rule that the request breaks, as `[code] path: message`; none for a request that Google would take. */
export function faultsOf(model: string, request: GenerateContentRequest): string[] {
  const faults: string[] = [];
  const report: Report = (code, path, message) => faults.push(`[${code}] ${path}: ${message}`);
  checkNames(request, topLevel, '', report);
  checkTurns(model, request, report);
  checkConfig(model, request, report);
  checkTools(model, request, report);
  if (/gemma-3/.test(model) && request.systemInstruction) {
    report('system', 'systemInstruction', `Developer instruction is not enabled for models/${model}`);
  }
  return faults;
}
