import { describe, expect, it } from 'vitest';
import type { Usage } from '../../../../src/contract/log.ts';
import { type TapEnd, tapUsage, usageOf } from '../../../../src/core/google/stream/usage-tap.ts';
import { fromWebStream, toWebStream } from '../../../../src/core/utils/streams/web-stream.ts';
import { settled } from '../../../support/clock.ts';

const utf8 = new TextEncoder();

/** A body that gives these pieces one by one, and then ends or fails. */
function bodyOf(pieces: readonly Uint8Array<ArrayBuffer>[], error?: Error) {
  let next = 0;
  const cancelled: unknown[] = [];
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      pull(controller) {
        const piece = pieces[next++];
        if (piece !== undefined) controller.enqueue(piece);
        else if (error !== undefined) controller.error(error);
        else controller.close();
      },
      cancel(reason) {
        cancelled.push(reason);
      },
    },
    { highWaterMark: 0 },
  );
  return { body: fromWebStream(body), cancelled, pulls: () => next };
}

type End = readonly ['whole', Usage | undefined] | readonly ['broken', unknown] | readonly ['cancelled'];

/** Keeps what it is told. */
function listener(): TapEnd & { readonly ends: End[] } {
  const ends: End[] = [];
  return {
    ends,
    onWhole: (usage) => ends.push(['whole', usage]),
    onBroken: (error) => ends.push(['broken', error]),
    onCancelled: () => ends.push(['cancelled']),
  };
}

/** The bytes that come out, and how the tap says that they ended. */
async function tapped(
  pieces: readonly Uint8Array<ArrayBuffer>[],
): Promise<{ bytes: Uint8Array; ends: readonly End[] }> {
  const heard = listener();
  const body = tapUsage(bodyOf(pieces).body, heard);
  const bytes = new Uint8Array(await new Response(toWebStream(body)).arrayBuffer());
  return { bytes, ends: heard.ends };
}

const endOf = async (text: string) => (await tapped([utf8.encode(text)])).ends;

const usage = { input: 8, output: 4, thoughts: 0, cached: 0 };
const whole = [['whole', usage]];
const metadata = '"usageMetadata": {"promptTokenCount": 8, "candidatesTokenCount": 4}';

describe('the usage of an answer', () => {
  it.each([
    ['none', undefined, { input: 0, output: 0, thoughts: 0, cached: 0 }],
    ['no numbers', {}, { input: 0, output: 0, thoughts: 0, cached: 0 }],
    [
      'all of them: the prompt of tools is input, thoughts are apart',
      {
        promptTokenCount: 10,
        toolUsePromptTokenCount: 5,
        candidatesTokenCount: 7,
        thoughtsTokenCount: 3,
        cachedContentTokenCount: 2,
        totalTokenCount: 25,
      },
      { input: 15, output: 7, thoughts: 3, cached: 2 },
    ],
  ])('%s', (_, sent, counted) => {
    expect(usageOf(sent)).toEqual(counted);
  });
});

describe('a body that is read to its end', () => {
  it('comes out unchanged and with its usage, wherever it was cut', async () => {
    const sent = utf8.encode(`data: {"text": "你好 😀 é", ${metadata}, "modelVersion": "哈"}\n\n`);
    for (let at = 0; at <= sent.length; at++) {
      const { bytes, ends } = await tapped([sent.slice(0, at), sent.slice(at)]);
      expect(bytes).toEqual(sent);
      expect(ends, `cut at byte ${at}`).toEqual(whole);
    }
  });

  it('may come byte by byte', async () => {
    const sent = utf8.encode(`{"text": "你好", ${metadata}}`);
    const { bytes, ends } = await tapped([...sent].map((byte) => Uint8Array.of(byte)));
    expect(bytes).toEqual(sent);
    expect(ends).toEqual(whole);
  });

  it.each([
    ['with the last of several', `{"usageMetadata":{"promptTokenCount":1}}\n{${metadata}}`],
    ['with details inside', `{"usageMetadata":{"a":[{"modality":"TEXT","tokenCount":8}],${metadata.slice(18)}}`],
    ['after much that is not usage', `{"text":"${'é'.repeat(60_000)}",${metadata}}`],
    ['before some fields that are short', `{${metadata},"responseId":"${'x'.repeat(8_000)}"}`],
  ])('counts usage %s', async (_, text) => {
    expect(await endOf(text)).toEqual(whole);
  });

  it('finds usage that pieces beyond the tail came before', async () => {
    const pieces = Array.from({ length: 100 }, () => utf8.encode('x'.repeat(1_000)));
    expect(
      (await tapped([...pieces, utf8.encode(metadata.slice(0, 30)), utf8.encode(metadata.slice(30))])).ends,
    ).toEqual(whole);
  });

  it.each([
    ['nothing', ''],
    ['no usage', '{"candidates":[]}'],
    ['only the name of it', '"usageMetadata"'],
    ['a cut usage', '{"usageMetadata":{"promptTokenCount":8'],
    ['a usage that is no JSON', '{"usageMetadata":{promptTokenCount}}'],
  ])('of %s has none', async (_, text) => {
    expect(await endOf(text)).toEqual([['whole', undefined]]);
  });
});

describe('a body that is not read to its end', () => {
  it('is cancelled at its source, and told so once', async () => {
    const { body, cancelled } = bodyOf([utf8.encode(metadata), utf8.encode('more')]);
    const heard = listener();
    const tapped = tapUsage(body, heard);
    await tapped.next();
    tapped.cancel('gone');
    expect(heard.ends).toEqual([['cancelled']]);
    expect(cancelled).toEqual(['gone']);
  });

  it('is told so once where a read was under way', async () => {
    const silent = new ReadableStream<Uint8Array<ArrayBuffer>>({}, { highWaterMark: 0 });
    const heard = listener();
    const tapped = tapUsage(fromWebStream(silent), heard);
    const reading = tapped.next();
    await settled();
    tapped.cancel('gone');
    expect(await reading).toBe(undefined);
    await settled();
    expect(heard.ends).toEqual([['cancelled']]);
  });

  it('is broken where the upstream fails, with its error, for the reader as well', async () => {
    const torn = new Error('torn');
    const heard = listener();
    const tapped = tapUsage(bodyOf([utf8.encode(metadata)], torn).body, heard);
    expect(await tapped.next()).toBeDefined();
    await expect(tapped.next()).rejects.toBe(torn);
    expect(heard.ends).toEqual([['broken', torn]]);
  });
});

it('reads no faster than its reader', async () => {
  const source = bodyOf([utf8.encode('a'), utf8.encode('b'), utf8.encode('c')]);
  const tapped = tapUsage(source.body, listener());
  expect(source.pulls()).toBe(0);
  await tapped.next();
  expect(source.pulls()).toBe(1);
  tapped.cancel('enough');
});
