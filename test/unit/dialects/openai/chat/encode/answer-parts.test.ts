import { describe, expect, it } from 'vitest';
import { type PartSink, walkParts } from '../../../../../../src/core/dialects/openai/chat/encode/answer-parts.ts';
import type { Part } from '../../../../../../src/core/google/wire.ts';

/** What the sink was told, in order: the name of each call and what it was given. */
function walk(parts: readonly Part[]): unknown[][] {
  const told: unknown[][] = [];
  const note =
    (name: string) =>
    (...given: unknown[]) => {
      told.push([name, ...given]);
    };
  const sink: PartSink = {
    text: note('text'),
    reasoning: note('reasoning'),
    written: note('written'),
    call: note('call'),
    image: note('image'),
    audio: note('audio'),
    signature: note('signature'),
  };
  walkParts(parts, sink);
  return told;
}

const png = { mimeType: 'image/png', data: 'iVBO' };
const pcm = { mimeType: 'audio/L16;rate=24000', data: 'AAAA' };
const call = { name: 'f', args: { a: 1 } };

describe('walkParts', () => {
  it.each<[string, Part, unknown[][]]>([
    ['text', { text: 'hi' }, [['text', 'hi', 0]]],
    ['a thought', { text: 'hm', thought: true }, [['reasoning', 'hm', 0]]],
    [
      'text that is signed',
      { text: 'hi', thoughtSignature: 's' },
      [
        ['text', 'hi', 0],
        ['signature', 's'],
      ],
    ],
    [
      'a signature on an empty text',
      { text: '', thoughtSignature: 's' },
      [
        ['text', '', 0],
        ['signature', 's'],
      ],
    ],
    ['a signature alone', { thoughtSignature: 's' }, [['signature', 's']]],
    ['a call', { functionCall: call }, [['call', call, undefined]]],
    ['a signed call, once', { functionCall: call, thoughtSignature: 's' }, [['call', call, 's']]],
    ['an image', { inlineData: png, thoughtSignature: 's' }, [['image', png, 's']]],
    ['sound', { inlineData: pcm }, [['audio', pcm]]],
    ['a draft of an image, which is a thought', { inlineData: png, thought: true }, []],
    ['a file that no client could show', { inlineData: { mimeType: 'application/pdf', data: 'JVBE' } }, []],
    ['a kind that nobody knows', { toolCall: { id: '1' } } as Part, []],
  ])('%s', (_, part, told) => {
    expect(walk([part])).toEqual(told);
  });

  it('counts parts as they stand, holes and unread ones included', () => {
    const parts = [{ text: 'a' }, null, { toolCall: {} }, { text: 'b' }] as unknown as Part[];
    expect(walk(parts)).toEqual([
      ['text', 'a', 0],
      ['text', 'b', 3],
    ]);
  });
});

describe('code that Google ran', () => {
  it.each<[string, Part, string]>([
    [
      'is fenced under its language',
      { executableCode: { language: 'PYTHON', code: 'print(1)\n' } },
      '\n```python\nprint(1)\n```\n',
    ],
    [
      'without a language is fenced bare',
      { executableCode: { language: 'LANGUAGE_UNSPECIFIED', code: 'x' } },
      '\n```\nx\n```\n',
    ],
    ['may be empty', { executableCode: {} }, '\n```\n\n```\n'],
    ['shows what came out', { codeExecutionResult: { outcome: 'OUTCOME_OK', output: '1\n2\n' } }, '\n```\n1\n2\n```\n'],
    [
      'shows how it ended where nothing came out',
      { codeExecutionResult: { outcome: 'OUTCOME_DEADLINE_EXCEEDED', output: '' } },
      '\n```\ndeadline_exceeded\n```\n',
    ],
  ])('%s', (_, part, written) => {
    expect(walk([part])).toEqual([['written', written, 0]]);
  });

  it.each([
    ['a', '```'],
    ['``', '```'],
    ['```', '````'],
    ['` ````` ```', '``````'],
  ])('cannot end its own fence with %s', (output, ticks) => {
    expect(walk([{ codeExecutionResult: { output } }])).toEqual([['written', `\n${ticks}\n${output}\n${ticks}\n`, 0]]);
  });
});
