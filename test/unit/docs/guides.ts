/** Every text in Markdown that people read, and what of it can be compared with the code. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../..', import.meta.url));

export interface Guide {
  /** From the repository's root. */
  readonly path: string;
  readonly text: string;
}

export const readGuide = (path: string): Guide => ({ path, text: readFileSync(join(root, path), 'utf8') });

const inDocs = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.md'))
  .map((path) => join('docs', path));

export const guides: readonly Guide[] = [
  ...['README.md', 'README.zh-CN.md', 'CONTRIBUTING.md', 'CHANGELOG.md'],
  ...inDocs.sort(),
].map(readGuide);

/** Each text with the one that says the same in Chinese. */
export const pairs: ReadonlyArray<readonly [en: Guide, zh: Guide]> = [
  ['README.md', 'README.zh-CN.md'] as const,
  ['CONTRIBUTING.md', 'docs/zh/contributing.md'] as const,
  ...inDocs.filter((path) => path.startsWith('docs/en/')).map((path) => [path, path.replace('/en/', '/zh/')] as const),
].map(([en, zh]) => [readGuide(en), readGuide(zh)]);

/** Its text without code blocks, in which `#` begins a comment and brackets mean something else. */
export const prose = (text: string): string => text.replace(/^ *```[\s\S]*?^ *```$/gm, '');

/** Targets of its links and pictures, as they are written. */
export const linksOf = (text: string): string[] =>
  [...prose(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);

/** Its headings with their level, from the first to the last. */
export const headingsOf = (text: string): ReadonlyArray<{ readonly level: number; readonly title: string }> =>
  [...prose(text).matchAll(/^(#+) (.+)$/gm)].map(([, marks = '', title = '']) => ({ level: marks.length, title }));

/** The anchor that GitHub gives to a heading. */
export const anchorOf = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-');

export interface CodeBlock {
  readonly language: string;
  readonly code: string;
}

export const codeBlocksOf = (text: string): readonly CodeBlock[] =>
  [...text.matchAll(/^ *```(\w*)\n([\s\S]*?)^ *```$/gm)].map(([, language = '', code = '']) => ({ language, code }));

/** What stands between backticks within its sentences and tables. */
export const codeWordsOf = (text: string): string[] =>
  [...prose(text).matchAll(/`([^`\n]+)`/g)].map(([, word = '']) => word);

/** The cells of every row of its tables. */
export const rowsOf = (text: string): string[][] =>
  [...prose(text).matchAll(/^\| (.*) \|$/gm)].map(([, row = '']) => row.split(' | ').map((cell) => cell.trim()));
