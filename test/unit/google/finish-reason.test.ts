import { describe, expect, it } from 'vitest';
import { finishReason } from '../../../src/core/dialects/openai/chat/encode/finish-reason.ts';
import {
  blockedPromptWords,
  isFiltered,
  isStopped,
  stoppedAnswerWords,
} from '../../../src/core/google/finish-reason.ts';

describe('finishReason', () => {
  it.each([
    ['STOP', 'stop'],
    [undefined, 'stop'],
    ['FINISH_REASON_UNSPECIFIED', 'stop'],
    ['LANGUAGE', 'stop'],
    ['OTHER', 'stop'],
    ['MALFORMED_FUNCTION_CALL', 'stop'],
    ['UNEXPECTED_TOOL_CALL', 'stop'],
    ['TOO_MANY_TOOL_CALLS', 'stop'],
    ['MISSING_THOUGHT_SIGNATURE', 'stop'],
    ['MALFORMED_RESPONSE', 'stop'],
    ['INVENTED_TOMORROW', 'stop'],
    ['toString', 'stop'],
    ['MAX_TOKENS', 'length'],
    ['CONTINUATION', 'length'],
    ['SAFETY', 'content_filter'],
    ['RECITATION', 'content_filter'],
    ['BLOCKLIST', 'content_filter'],
    ['PROHIBITED_CONTENT', 'content_filter'],
    ['SPII', 'content_filter'],
    ['IMAGE_SAFETY', 'content_filter'],
    ['IMAGE_PROHIBITED_CONTENT', 'content_filter'],
    ['IMAGE_RECITATION', 'content_filter'],
    ['NO_IMAGE', 'content_filter'],
    ['IMAGE_OTHER', 'content_filter'],
    ['ESCALATION', 'content_filter'],
    ['PUP_LIMITED_DISABLED', 'content_filter'],
  ])('%s is %s', (google, openai) => {
    expect(finishReason(google, false)).toBe(openai);
    expect(isFiltered(google)).toBe(openai === 'content_filter');
  });

  it('is tool_calls where there are calls and nothing cut the answer', () => {
    expect(finishReason('STOP', true)).toBe('tool_calls');
    expect(finishReason(undefined, true)).toBe('tool_calls');
    expect(finishReason('MAX_TOKENS', true)).toBe('length');
    expect(finishReason('SAFETY', true)).toBe('content_filter');
  });
});

describe('isStopped', () => {
  it.each(['STOP', '', undefined, 'FINISH_REASON_UNSPECIFIED', 'MAX_TOKENS', 'CONTINUATION'])(
    'not by %s: the model came to its end, or its budget did',
    (reason) => expect(isStopped(reason)).toBe(false),
  );

  it.each(['SAFETY', 'IMAGE_OTHER', 'OTHER', 'LANGUAGE', 'TOO_MANY_TOOL_CALLS', 'INVENTED_TOMORROW', 'toString'])(
    'by %s',
    (reason) => {
      expect(isStopped(reason)).toBe(true);
      for (const language of ['en', 'zh'] as const) {
        expect(stoppedAnswerWords(reason, language)).toContain(reason);
        expect(stoppedAnswerWords(reason, language)).not.toMatch(/undefined|function/);
      }
    },
  );
});

describe('the words', () => {
  it('name the reason in plain words and by its own name, in both languages', () => {
    expect(stoppedAnswerWords('SPII', 'en')).toBe(
      'Google stopped the answer: it contains sensitive personal data (SPII).',
    );
    expect(stoppedAnswerWords('SPII', 'zh')).toBe('Google 中止了回答：包含敏感的个人信息（SPII）。');
    expect(blockedPromptWords('BLOCKLIST', undefined, 'en')).toBe(
      'Google blocked the prompt: it contains a term on a blocklist (BLOCKLIST).',
    );
    expect(blockedPromptWords('BLOCKLIST', undefined, 'zh')).toBe('Google 拒绝了该提示：包含屏蔽词（BLOCKLIST）。');
  });

  it("prefer Google's own explanation, and admit to having none", () => {
    expect(blockedPromptWords('OTHER', 'Language not supported', 'en')).toContain('Language not supported (OTHER)');
    expect(blockedPromptWords('OTHER', undefined, 'en')).toContain('does not say what it found (OTHER)');
  });
});
