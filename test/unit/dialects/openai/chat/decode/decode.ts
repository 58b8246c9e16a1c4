import { type DecodedChat, decodeChat } from '../../../../../../src/core/dialects/openai/chat/decode/request.ts';
import { isProxyError } from '../../../../../../src/core/errors.ts';

/** A chat request of one user message to a 2.5 model, with whatever the test is about. */
export function decode(body: Record<string, unknown>, options: { thoughts?: boolean } = {}): DecodedChat {
  let count = 0;
  const chat = { model: 'gemini-2.5-flash', messages: [{ role: 'user', content: 'Hi' }], ...body };
  return decodeChat(chat, { thoughts: options.thoughts ?? false, ids: () => `new${++count}` });
}

/** The generation config of such a request. */
export const decodeConfig = (body: Record<string, unknown>, options: { thoughts?: boolean } = {}) =>
  decode(body, options).request.generationConfig;

/** How the proxy refuses such a request: the error's code and the field it names; undefined when it does not. */
export function refusalOf(body: unknown): [code: string, field: string | undefined] | undefined {
  try {
    decodeChat(body, { thoughts: false, ids: () => 'new' });
    return undefined;
  } catch (error) {
    if (isProxyError(error)) return [error.code, error.details.field];
    throw error;
  }
}
