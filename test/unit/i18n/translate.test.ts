import { describe, expect, test } from 'vitest';
import { formatMessage } from '../../../src/i18n/format-message.ts';
import { preferredLanguage, translate } from '../../../src/i18n/translate.ts';
import { choiceWords, valueWords } from '../../../src/i18n/value-words.ts';

describe('translate', () => {
  test('chooses the form by the number', () => {
    expect(translate('en', 'keys.added', { n: 1 })).toBe('1 key added');
    expect(translate('en', 'keys.added', { n: 0 })).toBe('0 keys added');
    expect(translate('en', 'keys.added', { n: 5000 })).toBe('5,000 keys added');
    expect(translate('zh', 'keys.added', { n: 5000 })).toBe('已添加 5,000 个密钥');
  });

  test('takes arguments as they are, braces and all', () => {
    expect(translate('en', 'app.unreachable', { reason: '{reason} $& {n}' })).toBe(
      'Hajimi does not answer: {reason} $& {n}',
    );
  });

  test('leaves an unknown placeholder to be seen', () => {
    expect(formatMessage('{a} and {b}', { a: 'x' }, 'en')).toBe('x and {b}');
  });
});

describe('preferredLanguage', () => {
  test.each([
    [['zh-CN', 'en'], 'zh'],
    [['zh-Hant-TW'], 'zh'],
    [['en-GB', 'zh'], 'en'],
    [['fr', 'zh-CN', 'en'], 'zh'],
    [['fr', 'de'], 'en'],
    [[], 'en'],
  ])('%j -> %s', (wanted, language) => {
    expect(preferredLanguage(wanted)).toBe(language);
  });
});

describe('valueWords', () => {
  test('says values as a person would', () => {
    expect(valueWords('en', 'debugHeaders', false)).toBe('off');
    expect(valueWords('zh', 'debugHeaders', true)).toBe('开');
    expect(valueWords('en', 'upstreamTimeout', 900)).toBe('900 seconds');
    expect(valueWords('en', 'fakeStreamingInterval', 1)).toBe('1 second');
    expect(valueWords('en', 'maxRetryNum', 10_000)).toBe('10,000');
    expect(valueWords('en', 'rotation', 'sticky')).toBe('Same key for the same conversation');
    expect(valueWords('en', 'geminiBaseUrl', '')).toBe('empty');
  });

  test('shows a choice without words as it is', () => {
    expect(choiceWords('en', 'rotation', 'new-one')).toBe('new-one');
  });
});
