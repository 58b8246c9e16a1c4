import { ProxyError } from '../errors.ts';

/**
 * The request's body as JSON.
 * @throws {ProxyError} `invalid_json`
 */
export async function readJson(request: Request): Promise<unknown> {
  const text = await request.text();
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = text === '' ? 'the body is empty' : error instanceof Error ? shorten(error.message) : 'syntax error';
    throw new ProxyError('invalid_json', { reason });
  }
}

/** V8 quotes the offending text, which may be a whole prompt. */
const shorten = (message: string) => (message.length > 120 ? `${message.slice(0, 120)}…` : message);
