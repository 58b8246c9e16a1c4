/** A whole dialect. */
import { readJson } from '../../../../src/core/dialects/delivery/read-json.ts';
import type { Dialect, DialectCall } from '../../../../src/core/dialects/dialect.ts';
import { ProxyError } from '../../../../src/core/errors.ts';
import type { GenerateContentResponse } from '../../../../src/core/google/wire.ts';
import { readEvents } from '../../../../src/core/pipeline/call.ts';
import { isObject } from '../../../../src/core/utils/json/json.ts';

const textOf = (events: readonly GenerateContentResponse[]): string =>
  events
    .flatMap(({ candidates }) => candidates?.[0]?.content?.parts ?? [])
    .map(({ text = '' }) => text)
    .join('');

/** `{ "say": "...", "stream": true }` is answered with lines of text, or with `{ "said": "..." }`. */
export const echo: Dialect<DialectCall> = {
  async decode(exchange, _context, { model = '' }) {
    const body = await readJson(exchange);
    if (!isObject(body) || typeof body.say !== 'string')
      throw new ProxyError('invalid_value', { field: 'say', reason: 'must be a text' });
    const contents = [{ role: 'user', parts: [{ text: body.say }] }];
    return { model, body: JSON.stringify({ contents }), stream: body.stream === true, copies: 1 };
  },
  whole: async ([result]) => ({ json: { said: result === undefined ? '' : textOf(await readEvents(result)) } }),
  stream: () => ({
    contentType: 'text/plain',
    batch: ({ events }) => `${textOf(events)}\n`,
    end: () => 'over\n',
    fail: (error) => `${JSON.stringify(error)}\n`,
    keepAlive: () => '\n',
  }),
  error: ({ code, details }) => ({ failed: code, at: details.field }),
};
