import { describe, expect, it } from 'vitest';
import { generated, streamReply } from '../../../src/core/dialects/respond-stream.ts';
import { toResponse } from '../../../src/core/web.ts';

interface Source {
  readonly pieces: AsyncGenerator<string>;
  /** How many pieces were asked for. */
  asked: number;
  ended: boolean;
}

/** Gives the pieces and remembers what was asked of it; an error is thrown in its turn. */
function sourceOf(...all: Array<string | Error>): Source {
  const source: Source = { pieces: run(), asked: 0, ended: false };
  async function* run() {
    try {
      for (const piece of all) {
        source.asked++;
        if (piece instanceof Error) throw piece;
        yield piece;
      }
    } finally {
      source.ended = true;
    }
  }
  return source;
}

function open(source: Source, headers: Record<string, string> = {}) {
  const left: string[] = [];
  const response = toResponse(
    streamReply(
      generated(source.pieces, () => left.push('left')),
      headers,
    ),
  );
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (reader === undefined) throw new Error('no body');
  return { response, reader, left };
}

describe('the body', () => {
  it('has one chunk for each piece that says something', async () => {
    const { reader, left } = open(sourceOf('data: a\n\n', '', '', 'data: 你\n\ndata: b\n\n', ''));
    expect(await reader.read()).toEqual({ done: false, value: 'data: a\n\n' });
    expect(await reader.read()).toEqual({ done: false, value: 'data: 你\n\ndata: b\n\n' });
    expect((await reader.read()).done).toBe(true);
    expect(left).toEqual([]);
  });

  it('may be empty', async () => {
    expect((await open(sourceOf()).reader.read()).done).toBe(true);
  });

  it('breaks where the pieces throw', async () => {
    const torn = new Error('torn');
    const response = toResponse(
      streamReply(
        generated(sourceOf('data: a\n\n', torn).pieces, () => undefined),
        {},
      ),
    );
    await expect(response.text()).rejects.toBe(torn);
  });

  it('is made at the pace of its reader', async () => {
    const source = sourceOf(...Array.from({ length: 100 }, (_, index) => `data: ${index}\n\n`));
    const reader = toResponse(
      streamReply(
        generated(source.pieces, () => undefined),
        {},
      ),
    ).body?.getReader();
    await reader?.read();
    expect(source.asked).toBeLessThanOrEqual(2);
  });
});

describe('a reader that leaves', () => {
  it('is told of, and ends the pieces', async () => {
    const source = sourceOf('data: a\n\n', 'data: b\n\n', 'data: c\n\n');
    const left: string[] = [];
    const reader = toResponse(
      streamReply(
        generated(source.pieces, () => left.push('left')),
        {},
      ),
    ).body?.getReader();
    await reader?.read();
    await reader?.cancel();
    expect(left).toEqual(['left']);
    expect(source.ended).toBe(true);
  });
});

describe('the headers', () => {
  it('keep what is on the way from holding the pieces back', () => {
    const { headers } = open(sourceOf()).response;
    expect(headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(headers.get('cache-control')).toBe('no-cache');
    expect(headers.get('x-accel-buffering')).toBe('no');
  });

  it('are added to and written over by the caller', () => {
    const { headers } = open(sourceOf(), { 'x-request-id': '1', 'cache-control': 'no-store' }).response;
    expect(headers.get('x-request-id')).toBe('1');
    expect(headers.get('cache-control')).toBe('no-store');
  });
});
