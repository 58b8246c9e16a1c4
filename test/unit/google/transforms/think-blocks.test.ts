import { expect, test } from 'vitest';
import { withoutThinkBlocks } from '../../../../src/core/google/transforms/think-blocks.ts';
import type { Content, Part } from '../../../../src/core/google/wire.ts';

const strip = (...contents: Content[]) => withoutThinkBlocks({ contents }).contents;
const model = (...parts: Part[]): Content => ({ role: 'model', parts });

test('takes thoughts out of what the model said, wherever they stand', () => {
  expect(strip(model({ text: '<think>\na\n</think>\n\nb<think>\nc\n</think>\n\nd' }))).toEqual([model({ text: 'bd' })]);
});

test('leaves no turn without parts, and calls and signatures where they are', () => {
  const call: Part = { functionCall: { name: 'f' }, thoughtSignature: 's' };
  const thoughts = '<think>\na\n</think>\n\n';
  expect(strip(model({ text: thoughts }))).toEqual([model({ text: ' ' })]);
  expect(strip(model({ text: thoughts }, call))).toEqual([model(call)]);
  expect(strip(model({ text: thoughts, thoughtSignature: 's' }))).toEqual([model({ text: '', thoughtSignature: 's' })]);
});

test('what users write is theirs, and an open tag is no block', () => {
  const turns: Content[] = [
    { role: 'user', parts: [{ text: '<think>a</think>b' }] },
    model({ text: '<think> is a tag' }),
  ];
  expect(strip(...turns)).toEqual(turns);
});
