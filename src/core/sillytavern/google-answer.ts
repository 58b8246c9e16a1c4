/** Google's whole answer in the shape that SillyTavern's page reads from its server. Streams pass as Google sends them. */
import { ProxyError } from '../errors.ts';
import type { Candidate, GenerateContentResponse, Part } from '../gemini/wire.ts';

/**
 * The text where OpenAI has it, and Google's own parts for what the page reads from those: thoughts, images, calls.
 * @throws {ProxyError} when there is no answer in it.
 */
export function wrapAnswer({ candidates, promptFeedback }: GenerateContentResponse): object {
  const [candidate] = candidates ?? [];
  const { blockReason } = promptFeedback ?? {};
  if (candidate === undefined && blockReason !== undefined) {
    const reason = { en: `Gemini blocked the prompt: ${blockReason}`, zh: `Gemini 拦截了提示词：${blockReason}` };
    throw new ProxyError('request_refused', { reason });
  }
  const parts = candidate?.content?.parts ?? [];
  if (!parts.some(isShown)) throw nothingIn(candidate);
  const content = parts.map((part) => (part.thought ? '' : (part.text ?? ''))).join('');
  return { choices: [{ message: { content } }], responseContent: { ...candidate?.content, parts } };
}

const isShown = ({ thought, text, functionCall, inlineData }: Part): boolean =>
  (!thought && Boolean(text)) || functionCall !== undefined || inlineData !== undefined;

function nothingIn(candidate: Candidate | undefined): ProxyError {
  const reason = candidate?.finishReason;
  if (reason === undefined || reason === 'STOP') return new ProxyError('answer_empty', { count: 1 });
  return new ProxyError('request_refused', {
    reason: { en: `Gemini stopped before it said anything: ${reason}`, zh: `Gemini 未作回答即停止：${reason}` },
  });
}
