import { describe, expect, it } from 'vitest';
import { chatForm, textForm } from '../../../../../../src/core/dialects/openai/chat/chat-form.ts';
import {
  chatStream,
  failureChunk,
  keepAliveChunk,
} from '../../../../../../src/core/dialects/openai/chat/encode/chat-stream.ts';
import { encodeStream } from '../../../../../../src/core/dialects/serve.ts';
import { openAIErrorBody, ProxyError } from '../../../../../../src/core/errors.ts';
import type { GenerateContentResponse } from '../../../../../../src/core/google/wire.ts';
import { createTrace } from '../../../../../../src/core/log/trace.ts';
import type { Batches } from '../../../../../../src/core/pipeline/call.ts';
import { createOutcomeObserver } from '../../../../../../src/core/pipeline/outcome.ts';
import { createEnding } from '../../../../../../src/core/utils/ending.ts';
import { toAsyncIterable } from '../../../../../../src/core/utils/streams/async-iterable.ts';
import { map } from '../../../../../../src/core/utils/streams/map.ts';
import { fromPieces, type Source } from '../../../../../../src/core/utils/streams/source.ts';
import { encodeContext, pieceOf } from '../../context.ts';
import { chunksOf } from '../../read-stream.ts';

const cut = new ProxyError('answer_truncated');
const cutBody = openAIErrorBody(cut, 'en');

/** Batches as they come from Google; what is thrown instead of one ends them. */
function upstream(pieces: ReadonlyArray<GenerateContentResponse[] | Error>): Batches {
  const observer = createOutcomeObserver();
  return map(fromPieces(pieces), {
    each(events) {
      if (events instanceof Error) throw events;
      // Something that is no answer is seen by nobody before the encoder.
      return 'candidates' in (events[0] ?? {}) && !Array.isArray(events[0]?.candidates)
        ? { events, usage: undefined, isSigned: false }
        : observer.observe(events);
    },
  });
}

function start(source: Batches | readonly Batches[], form = chatForm) {
  const client = createEnding();
  const told: unknown[] = [];
  const answers: GenerateContentResponse[] = [];
  const encoder = chatStream(encodeContext(), form, (answer) => answers.push(structuredClone(answer)));
  const sources = 'next' in source ? [source] : source;
  const pieces = encodeStream(sources, encoder, {
    ending: client.ending,
    trace: createTrace(false),
    told(error) {
      told.push(error);
      return cutBody;
    },
    onCancel: () => undefined,
  });
  return { pieces, client, told, answers };
}

async function readAll(pieces: Source<string>): Promise<string[]> {
  const all: string[] = [];
  for await (const piece of toAsyncIterable(pieces)) all.push(piece);
  return all;
}

const contents = (events: string) => chunksOf(events).map(({ choices }) => choices[0]?.delta.content);

describe('a stream that ends well', () => {
  it('is one piece for each that came, and an end', async () => {
    const { pieces, told } = start(
      upstream([[pieceOf([{ text: 'a' }]), pieceOf([{ text: 'b' }])], [pieceOf([{ text: 'c' }])]]),
    );
    const [first = '', second = '', end = '', ...more] = await readAll(pieces);
    expect([contents(first), contents(second), more]).toEqual([['a', 'b'], ['c'], []]);
    expect(chunksOf(end).map(({ choices }) => choices[0]?.finish_reason)).toEqual(['stop']);
    expect(end.endsWith('data: [DONE]\n\n')).toBe(true);
    expect(told).toEqual([]);
  });

  it('shows each answer when its calls have their ids', async () => {
    const { pieces, answers } = start(
      upstream([[pieceOf([{ functionCall: { name: 'f' }, thoughtSignature: 'c2ln' }])]]),
    );
    await readAll(pieces);
    expect(answers.map((answer) => answer.candidates?.[0]?.content?.parts?.[0]?.functionCall?.id)).toEqual([
      'call_id1',
    ]);
  });

  it('keeps apart the answers that were fanned out', async () => {
    const two = [upstream([[pieceOf([{ text: 'a' }])]]), upstream([[pieceOf([{ text: 'b' }])]])];
    const chunks = chunksOf((await readAll(start(two).pieces)).join(''));
    expect(chunks.map(({ choices }) => choices[0]).map((choice) => [choice?.index, choice?.delta.content])).toEqual(
      expect.arrayContaining([
        [0, 'a'],
        [1, 'b'],
      ]),
    );
  });

  it('has the form of its endpoint, end included', async () => {
    const events = (await readAll(start(upstream([[pieceOf([{ text: 'a' }])]]), textForm).pieces)).join('');
    const chunks = chunksOf(events);
    expect(chunks.map(({ object, choices }) => [object, choices[0]])).toMatchObject([
      ['text_completion', { text: 'a', finish_reason: null }],
      ['text_completion', { text: '', finish_reason: 'stop' }],
    ]);
    expect(events.endsWith('data: [DONE]\n\n')).toBe(true);
  });
});

describe('a stream that fails', () => {
  it.each<[string, Array<GenerateContentResponse[] | Error>, string[]]>([
    ['before its first word', [cut], []],
    ['in the middle', [[pieceOf([{ text: 'a' }])], cut], ['a']],
    ['after its finish reason', [[pieceOf([{ text: 'a' }], { finishReason: 'STOP' })], cut], ['a']],
  ])('%s tells so in an event and ends', async (_, pieces, said) => {
    const { pieces: out, told } = start(upstream(pieces));
    const all = await readAll(out);
    const last = all.pop();
    expect(all.flatMap(contents)).toEqual(said);
    expect(last).toBe(failureChunk(cutBody));
    expect(told).toEqual([cut]);
  });

  it('never says of a cut answer that it ended', async () => {
    const events = (await readAll(start(upstream([[pieceOf([{ text: 'a' }])], cut])).pieces)).join('');
    expect(events).not.toMatch(/"finish_reason":"(?!error")/);
  });

  it('has something to read for clients that read nothing but the first choice, in either form', () => {
    const [chat] = chunksOf(failureChunk(cutBody));
    expect(chat).toMatchObject({ error: cutBody.error, choices: [{ delta: { content: '' }, finish_reason: 'error' }] });
    const [text] = chunksOf(textForm.events(failureChunk(cutBody)));
    expect(text).toEqual({ error: cutBody.error, choices: [{ text: '', finish_reason: 'error' }] });
    expect(failureChunk(cutBody).endsWith('}\n\ndata: [DONE]\n\n')).toBe(true);
  });

  it('tells of our own failures, too', async () => {
    const odd = { candidates: 7 } as unknown as GenerateContentResponse;
    const { pieces, told } = start(upstream([[odd]]));
    expect(await readAll(pieces)).toEqual([failureChunk(cutBody)]);
    expect(told).toEqual([expect.any(TypeError)]);
  });
});

describe('a client that leaves', () => {
  it('is told nothing when the stream fails for it', async () => {
    const { pieces, client, told } = start(upstream([[pieceOf([{ text: 'a' }])], cut]));
    await pieces.next();
    client.end();
    await expect(readAll(pieces)).rejects.toBe(cut);
    expect(told).toEqual([]);
  });

  it('ends the source', async () => {
    let ended = false;
    const endless: Batches = {
      next: () => createOutcomeObserver().observe([pieceOf([{ text: 'a' }])]),
      cancel() {
        ended = true;
      },
    };
    const { pieces } = start(endless);
    await pieces.next();
    pieces.cancel('left');
    expect(ended).toBe(true);
  });
});

describe('a chunk to keep the connection', () => {
  it('is whole and says nothing', () => {
    expect(chunksOf(keepAliveChunk(encodeContext()))).toEqual([
      {
        id: 'chatcmpl-1',
        object: 'chat.completion.chunk',
        created: 1_795_000_000,
        model: 'gemini-2.5-flash',
        choices: [{ index: 0, delta: {}, finish_reason: null }],
      },
    ]);
  });

  it('has no usage yet where the client asked for it', () => {
    expect(chunksOf(keepAliveChunk(encodeContext({ includeUsage: true })))).toMatchObject([{ usage: null }]);
  });
});
