/**
 * Thought signatures and the order of function turns, as Gemini 3 enforces them: every step of the current turn must bring
 * back the signature on its first call, and every call must have its response.
 */
import { Buffer } from 'node:buffer';
import type { Content, GenerateContentRequest, Part } from '../../src/core/google/wire.ts';
import { generation } from './models.ts';

const MARK = 'fake-gemini-signature:';
/** Google's documented stand-ins for a signature that a client has lost. */
const SENTINELS = ['skip_thought_signature_validator', 'context_engineering_is_the_way_to_go'];

/** Base64, recognised again by every fake. */
export const signatureFor = (about: string): string => Buffer.from(`${MARK}${about}`).toString('base64');

const isGenuine = (signature: string): boolean =>
  SENTINELS.includes(signature) || Buffer.from(signature, 'base64').toString('utf8').startsWith(MARK);

/** Google's sentence against this history, or undefined where it is sound. */
export function historyFault(request: GenerateContentRequest, model: string): string | undefined {
  return turnFault(request.contents) ?? (generation(model) >= 3 ? signatureFault(request.contents) : undefined);
}

const callsOf = (content: Content | undefined): Part[] =>
  content?.role === 'model' ? content.parts.filter((part) => part.functionCall !== undefined) : [];

const responsesOf = (content: Content | undefined): Part[] =>
  content === undefined ? [] : content.parts.filter((part) => part.functionResponse !== undefined);

function turnFault(contents: readonly Content[]): string | undefined {
  for (const [index, content] of contents.entries()) {
    const calls = callsOf(content);
    const next = contents[index + 1];
    if (calls.length > 0 && next !== undefined && responsesOf(next).length !== calls.length) {
      return 'Please ensure that the number of function response parts is equal to the number of function call parts of the function call turn.';
    }
    const responses = responsesOf(content);
    if (responses.length === 0) continue;
    const asked = callsOf(contents[index - 1]);
    if (asked.length === 0) {
      return 'Please ensure that function response turn comes immediately after a function call turn.';
    }
    const fault = matchFault(asked, responses);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function matchFault(calls: readonly Part[], responses: readonly Part[]): string | undefined {
  const names = calls.map((part) => part.functionCall?.name);
  const ids = calls.flatMap((part) => part.functionCall?.id ?? []);
  for (const { functionResponse } of responses) {
    if (!names.includes(functionResponse?.name)) {
      return `Function response "${functionResponse?.name}" answers no function call of the turn before.`;
    }
    if (ids.length > 0 && functionResponse?.id !== undefined && !ids.includes(functionResponse.id)) {
      return `Function response id "${functionResponse.id}" is not the id of a function call of the turn before.`;
    }
  }
  return undefined;
}

function signatureFault(contents: readonly Content[]): string | undefined {
  const turnStart = contents.findLastIndex((content) => content.role !== 'model' && responsesOf(content).length === 0);
  for (const [index, content] of contents.entries()) {
    const first = callsOf(content)[0];
    if (first === undefined || index < turnStart) continue;
    if (first.thoughtSignature === undefined || first.thoughtSignature === '') {
      return (
        'Function call is missing a thought_signature in functionCall parts. This is required for tools to work correctly, ' +
        'and missing thought_signature may lead to degraded model performance. Additional data, function call ' +
        `\`default_api:${first.functionCall?.name}\` , position ${index + 1}. Please refer to ` +
        'https://ai.google.dev/gemini-api/docs/thought-signatures for more details.'
      );
    }
    if (!isGenuine(first.thoughtSignature)) return 'Corrupted thought signature.';
  }
  return undefined;
}
