/**
 * Request validation as the real Gemini API does it, with 400 (docs/design/translation.md#strict-checks): the same checks
 * as in `test/conformance/runner.mjs`, for requests that never leave memory.
 */
import type { GenerateContentRequest } from '../../../src/core/google/wire.ts';
import { checkConfig } from './config.ts';
import { checkTools } from './tools.ts';
import { checkTurns } from './turns.ts';

/** Says what is wrong and where. `code` is the runner's name of the rule. */
export type Report = (code: string, path: string, message: string) => void;

/** Gemini's generation as a number such as 2.5; NaN for a name that has none. */
export function generationOf(model: string): number {
  const match = /gemini-(\d+)(?:\.(\d+))?/.exec(model);
  return match ? Number(match[1]) + Number(match[2] ?? 0) / 10 : Number.NaN;
}

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

export function checkNames(value: object, known: readonly string[], path: string, report: Report): void {
  for (const [name, field] of Object.entries(value)) {
    if (field !== undefined && !known.includes(name)) {
      report('unknown-field', path === '' ? name : `${path}.${name}`, `Unknown name "${name}": Cannot find field`);
    }
  }
}
