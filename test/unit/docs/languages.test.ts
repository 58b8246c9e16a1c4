/** English and Chinese say the same: the same files, headings, pictures and commands. */
// covers: docs/en, docs/zh
import { describe, expect, test } from 'vitest';
import { codeBlocksOf, guides, headingsOf, linksOf, pairs } from './guides.ts';

/** A command without the words that a person chooses or reads. */
const bare = (code: string) => code.replace(/[^\p{ASCII}]+|choose-one|<[^>]*>|\bHello\b/gu, '…');

test('each language has the files of the other', () => {
  const filesOf = (language: string) =>
    guides
      .map(({ path }) => path)
      .filter((path) => path.startsWith(`docs/${language}/`) && !path.endsWith('/contributing.md'));
  expect(filesOf('zh').map((path) => path.replace('/zh/', '/en/'))).toEqual(filesOf('en'));
  expect(filesOf('en').length).toBeGreaterThan(10);
});

describe.each(pairs.map(([en, zh]) => ({ en, zh })))('$en.path and $zh.path', ({ en, zh }) => {
  test('have the same headings', () => {
    expect(headingsOf(zh.text).map(({ level }) => level)).toEqual(headingsOf(en.text).map(({ level }) => level));
  });

  test('have the same code', () => {
    const codeOf = (text: string) =>
      codeBlocksOf(text).map(({ language, code }) => [language, language === 'mermaid' ? '' : bare(code)]);
    expect(codeOf(zh.text)).toEqual(codeOf(en.text));
  });

  test('link to the same places', () => {
    const linked = (text: string) => linksOf(text).map((link) => link.replace(/#.*/, '')).length;
    expect(linked(zh.text)).toBe(linked(en.text));
  });
});
