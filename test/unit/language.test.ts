import { describe, expect, it } from 'vitest';
import { languageOf } from '../../src/core/language.ts';

const requestWith = (accepted?: string) => ({
  header: (name: string) => (name === 'accept-language' ? accepted : undefined),
});

describe('the language of a client', () => {
  it.each([
    ['zh-CN,zh;q=0.9,en;q=0.8', 'zh'],
    ['en-US,en;q=0.9,zh;q=0.8', 'en'],
    ['ZH-tw', 'zh'],
    ['fr,zh;q=0.5', 'zh'],
    ['fr-FR,fr;q=0.9', 'en'],
    ['xzh,zha', 'en'],
    ['*', 'en'],
    ['', 'en'],
    [undefined, 'en'],
  ])('that accepts %s is %s', (accepted, language) => {
    expect(languageOf(requestWith(accepted), { language: 'auto' })).toBe(language);
  });

  it.each(['en', 'zh'] as const)('is %s where the owner says so', (language) => {
    for (const accepted of ['en', 'zh', undefined]) {
      expect(languageOf(requestWith(accepted), { language })).toBe(language);
    }
  });
});
