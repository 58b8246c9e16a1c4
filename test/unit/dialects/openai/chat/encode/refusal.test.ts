import { describe, expect, it } from 'vitest';
import { createChunkEncoder } from '../../../../../../src/core/dialects/openai/chat/encode/chunk-encoder.ts';
import { encodeCompletion } from '../../../../../../src/core/dialects/openai/chat/encode/completion.ts';
import type { EncodeContext } from '../../../../../../src/core/dialects/openai/chat/encode/encode-context.ts';
import type { GenerateContentResponse, Part } from '../../../../../../src/core/google/wire.ts';
import { answerOf, encodeContext } from '../../context.ts';
import { chunksOf, mergeChunks } from '../../read-stream.ts';

/** What the client reads, whole and streamed: the same. */
function told(answer: GenerateContentResponse, overrides: Partial<EncodeContext> = {}) {
  const whole = encodeCompletion([structuredClone(answer)], encodeContext(overrides)).choices[0];
  const encoder = createChunkEncoder(encodeContext(overrides));
  const streamed = mergeChunks(chunksOf(encoder.push(answer) + encoder.end())).choices[0];
  const read = (choice: typeof whole | typeof streamed) => ({
    content: choice?.message.content ?? '',
    refusal: choice?.message.refusal ?? null,
    reason: choice?.finish_reason,
  });
  expect(read(streamed)).toEqual(read(whole));
  return read(whole);
}

const partial: Part[] = [{ text: 'Half' }];
const thought: Part[] = [{ text: 'Hm', thought: true }];
const asContent = { refusalsAs: 'content' } as const;

describe('an answer that Google stopped', () => {
  it('says so in a field of its own', () => {
    const refusal = 'Google stopped the answer: it was flagged as unsafe (SAFETY).';
    const filtered = { refusal, reason: 'content_filter' };
    expect(told(answerOf(partial, { finishReason: 'SAFETY' }))).toEqual({ content: 'Half', ...filtered });
    expect(told(answerOf([], { finishReason: 'SAFETY' }))).toEqual({ content: '', ...filtered });
  });

  it('says so in its text for a page, in the language of the person', () => {
    expect(told(answerOf(partial, { finishReason: 'SAFETY' }), asContent)).toEqual({
      content: 'Half\n\n[Hajimi: Google stopped the answer: it was flagged as unsafe (SAFETY).]',
      refusal: null,
      reason: 'content_filter',
    });
    expect(told(answerOf([], { finishReason: 'IMAGE_OTHER' }), { ...asContent, language: 'zh' })).toEqual({
      content: '[Hajimi: Google 中止了回答：图片未能生成，未说明原因（IMAGE_OTHER）。]',
      refusal: null,
      reason: 'content_filter',
    });
  });

  it('with an end that is no filter’s is an ordinary one, but for a page’s words', () => {
    expect(told(answerOf(partial, { finishReason: 'OTHER' }))).toEqual({
      content: 'Half',
      refusal: null,
      reason: 'stop',
    });
    expect(told(answerOf(partial, { finishReason: 'REASON_OF_2027' }), asContent)).toEqual({
      content: 'Half\n\n[Hajimi: Google stopped the answer: it does not say why (REASON_OF_2027).]',
      refusal: null,
      reason: 'stop',
    });
  });

  it('before anything was said is refused, whatever the name: beside other choices it cannot be an error', () => {
    for (const parts of [[], thought]) {
      expect(told(answerOf(parts, { finishReason: 'LANGUAGE' }), { thoughts: 'field' })).toEqual({
        content: '',
        refusal: 'Google stopped the answer: the language is not supported (LANGUAGE).',
        reason: 'content_filter',
      });
    }
  });

  it('does not say so of a budget that is used up', () => {
    for (const finishReason of ['MAX_TOKENS', 'CONTINUATION']) {
      expect(told(answerOf(partial, { finishReason }), asContent)).toEqual({
        content: 'Half',
        refusal: null,
        reason: 'length',
      });
    }
  });

  it('tells a blocked prompt in the same places', () => {
    const blocked = { promptFeedback: { blockReason: 'PROHIBITED_CONTENT' } };
    const words = 'Google blocked the prompt: it contains prohibited content (PROHIBITED_CONTENT).';
    expect(told(blocked)).toEqual({ content: '', refusal: words, reason: 'content_filter' });
    expect(told(blocked, asContent)).toEqual({
      content: `[Hajimi: ${words}]`,
      refusal: null,
      reason: 'content_filter',
    });
  });
});
