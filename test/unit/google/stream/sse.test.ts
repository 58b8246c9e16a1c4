import { describe, expect, it } from 'vitest';
import { MalformedEvent, readEventStream, UpstreamErrorEvent } from '../../../../src/core/google/stream/sse.ts';
import type { GenerateContentResponse } from '../../../../src/core/google/wire.ts';
import { toAsyncIterable } from '../../../../src/core/utils/streams/async-iterable.ts';
import { fromWebStream } from '../../../../src/core/utils/streams/web-stream.ts';

const utf8 = new TextEncoder();
const answer = (text: string): GenerateContentResponse => ({ candidates: [{ content: { parts: [{ text }] } }] });
const event = (value: unknown, end = '\r\n\r\n') => `data: ${JSON.stringify(value)}${end}`;
const error = { error: { code: 503, message: 'The model is overloaded', status: 'UNAVAILABLE' } };

/** A body that arrives in these pieces, and remembers with what it was cancelled. */
function bodyOf(...pieces: Array<string | Uint8Array<ArrayBuffer>>) {
  const body = { cancelled: undefined as unknown, stream: new ReadableStream<Uint8Array<ArrayBuffer>>() };
  const rest = pieces.map((piece) => (typeof piece === 'string' ? utf8.encode(piece) : piece));
  body.stream = new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      pull(controller) {
        const piece = rest.shift();
        if (piece) controller.enqueue(piece);
        else controller.close();
      },
      cancel(reason) {
        body.cancelled = reason ?? 'without reason';
      },
    },
    { highWaterMark: 0 },
  );
  return body;
}

/** All items, and what the iteration threw. */
async function readAll(stream: ReadableStream<Uint8Array<ArrayBuffer>>) {
  const items: Array<readonly GenerateContentResponse[]> = [];
  try {
    for await (const item of toAsyncIterable(readEventStream(fromWebStream(stream)))) items.push(item);
  } catch (thrown) {
    return { items, thrown };
  }
  return { items, thrown: undefined };
}

describe('events', () => {
  it('come in one item for each read that completed any', async () => {
    const whole = event(answer('b'));
    const { items } = await readAll(
      bodyOf(event(answer('a')) + whole.slice(0, 10), whole.slice(10, 20), whole.slice(20), event(answer('c'))).stream,
    );
    expect(items).toEqual([[answer('a')], [answer('b')], [answer('c')]]);
  });

  it('that come together go together', async () => {
    const { items } = await readAll(bodyOf(event(answer('a')) + event(answer('b'))).stream);
    expect(items).toEqual([[answer('a'), answer('b')]]);
  });

  it.each(['\n\n', '\r\n\r\n', '\r\r'])('end with %j', async (end) => {
    const { items } = await readAll(bodyOf(event(answer('ä'), end), event(answer('b'), end)).stream);
    expect(items.flat()).toEqual([answer('ä'), answer('b')]);
  });

  it('may lack the blank line after the last', async () => {
    expect((await readAll(bodyOf(event(answer('a'), '')).stream)).items).toEqual([[answer('a')]]);
    expect((await readAll(bodyOf(event(answer('a'), '\r\n')).stream)).items).toEqual([[answer('a')]]);
  });

  it('may stand among comments, byte order marks and a [DONE]', async () => {
    const { items, thrown } = await readAll(bodyOf(`\ufeff: hello\n\n${event(answer('a'))}data: [DONE]\n\n`).stream);
    expect(thrown).toBeUndefined();
    expect(items.flat()).toEqual([answer('a')]);
  });

  it('survive a cut inside a character and inside a line end', async () => {
    const bytes = utf8.encode(event(answer('😀é')) + event(answer('ö')));
    for (let cut = 1; cut < bytes.length; cut++) {
      const { items } = await readAll(bodyOf(bytes.subarray(0, cut), bytes.subarray(cut)).stream);
      expect(items.flat()).toEqual([answer('😀é'), answer('ö')]);
    }
  });
});

describe('a JSON body', () => {
  it.each([
    ['an array', JSON.stringify([answer('a'), answer('ä')], null, 2)],
    ['a single answer, with white space before', `\n ${JSON.stringify(answer('a'))}`],
    ['an array of nothing', '[]'],
  ])('is read as well: %s', async (_, text) => {
    const bytes = utf8.encode(text);
    const expected = [JSON.parse(text)].flat();
    for (let cut = 1; cut < bytes.length; cut++) {
      const { items, thrown } = await readAll(bodyOf(bytes.subarray(0, cut), bytes.subarray(cut)).stream);
      expect(thrown).toBeUndefined();
      expect(items.flat()).toEqual(expected);
    }
  });

  it('gives each answer as soon as it is whole', async () => {
    const { items } = await readAll(
      bodyOf(`[${JSON.stringify(answer('a'))}`, `,${JSON.stringify(answer('b'))}]`).stream,
    );
    expect(items).toEqual([[answer('a')], [answer('b')]]);
  });

  it('that breaks off within an answer is malformed', async () => {
    const { items, thrown } = await readAll(bodyOf(`[${JSON.stringify(answer('a'))},{"candidates"`).stream);
    expect(items).toEqual([[answer('a')]]);
    expect(thrown).toBeInstanceOf(MalformedEvent);
  });
});

describe('an error', () => {
  it.each([
    ['an event', event(error)],
    ['an event that holds an array', event([error])],
    ['an array body', JSON.stringify([error])],
    ['an object body', JSON.stringify(error)],
  ])('is thrown with what Google said: %s', async (_, text) => {
    const { items, thrown } = await readAll(bodyOf(text).stream);
    expect(items).toEqual([]);
    expect(thrown).toBeInstanceOf(UpstreamErrorEvent);
    expect((thrown as UpstreamErrorEvent).envelope).toEqual(error);
    expect((thrown as UpstreamErrorEvent).message).toBe('The model is overloaded');
  });

  it('is thrown after the answers that came with it, and cancels the rest', async () => {
    const body = bodyOf(event(answer('a')) + event(error) + event(answer('b')), event(answer('c')));
    const { items, thrown } = await readAll(body.stream);
    expect(items).toEqual([[answer('a')]]);
    expect(thrown).toBeInstanceOf(UpstreamErrorEvent);
    expect(body.cancelled).toBe(thrown);
  });

  it.each(['data: {"candidates"\n\n', 'data: 7\n\n', 'data: null\n\n', 'data: {"half'])(
    '%j is malformed',
    async (text) => {
      const { items, thrown } = await readAll(bodyOf(event(answer('a')), text).stream);
      expect(items).toEqual([[answer('a')]]);
      expect(thrown).toBeInstanceOf(MalformedEvent);
    },
  );

  it.each([
    ['a page', '<html><title>Just a moment...</title></html>', '<html><title>Just a moment...</title></html>'],
    ['a word', 'busy', 'busy'],
    ['a sentence', 'error code: 1015', 'error code: 1015'],
    ['an event of something else', event('hi'), ''],
  ])('%s in place of a stream is given back', async (_, text, instead) => {
    for (const pieces of [[text], [...text]]) {
      const { items, thrown } = await readAll(bodyOf(...pieces).stream);
      expect([items, thrown]).toEqual([[], expect.any(MalformedEvent)]);
      expect(text.startsWith((thrown as MalformedEvent).instead ?? '?')).toBe(true);
      expect((thrown as MalformedEvent).instead === '').toBe(instead === '');
    }
  });

  it('is no event that broke off: that is the network', async () => {
    for (const text of ['data: {"half', '{"half']) {
      const { thrown } = await readAll(bodyOf(text).stream);
      expect((thrown as MalformedEvent).instead).toBeUndefined();
    }
  });

  it('is no stream of comments only', async () => {
    expect((await readAll(bodyOf(': wait\n\n', ':\n\n', event(answer('a'))).stream)).items).toEqual([[answer('a')]]);
    expect(await readAll(bodyOf('retry: 5\n\n').stream)).toMatchObject({ items: [], thrown: undefined });
  });

  it('reads a bare NaN as the word for it', async () => {
    const said = '{"candidates":[{"avgLogprobs":NaN,"content":{"parts":[{"text":"NaN: \\"Infinity"}]}}]}';
    const { items } = await readAll(bodyOf(`data: ${said}\n\n`).stream);
    expect(items).toEqual([
      [{ candidates: [{ avgLogprobs: 'NaN', content: { parts: [{ text: 'NaN: "Infinity' }] } }] }],
    ]);
  });

  it('of the body passes through', async () => {
    const broken = new Error('connection reset');
    const stream = new ReadableStream<Uint8Array<ArrayBuffer>>({
      start: (controller) => controller.error(broken),
    });
    expect((await readAll(stream)).thrown).toBe(broken);
  });
});

describe('the end of reading', () => {
  it('cancels the body when the reader leaves', async () => {
    const body = bodyOf(event(answer('a')), event(answer('b')));
    const events = readEventStream(fromWebStream(body.stream));
    await events.next();
    events.cancel('enough');
    expect(body.cancelled).toBe('enough');
  });

  it('does not cancel a body that is already at its end', async () => {
    const body = bodyOf(event(answer('a')));
    await readAll(body.stream);
    expect(body.cancelled).toBeUndefined();
  });
});
