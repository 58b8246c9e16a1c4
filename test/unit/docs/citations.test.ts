/** What a comment cites is in the repository: a heading of `docs/design`, written as `docs/design/PAGE.md#anchor`. */
// covers: docs/design
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { anchorOf, headingsOf, readGuide, root } from './guides.ts';

interface Citation {
  /** `path:line`, to be found. */
  readonly at: string;
  readonly page: string;
  readonly anchor: string;
}

/** The tests of the pages speak of them without citing. */
const besides = join('test', 'unit', 'docs');

const sources = ['src', 'options', 'test']
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path)),
  )
  .filter((path) => /\.(?:tsx?|mjs|css|html|json)$/.test(path) && !path.startsWith(besides))
  .map((path) => ({ path, lines: readFileSync(join(root, path), 'utf8').split('\n') }));

const lines = sources.flatMap(({ path, lines }) => lines.map((text, index) => ({ at: `${path}:${index + 1}`, text })));

const citationsIn = (text: string) =>
  [...text.matchAll(/docs\/design\/(?<page>[\w-]*\.?\w*)(?:#(?<anchor>[\w-]*))?/g)].map(({ groups = {} }) => ({
    page: groups.page ?? '',
    anchor: groups.anchor ?? '',
  }));

const citations: readonly Citation[] = lines.flatMap(({ at, text }) =>
  citationsIn(text).map((cited) => ({ at, ...cited })),
);

/** Papers that stood beside the repository when it was begun. */
const lost = /\bSPEC\b|(?<!docs\/design\/)\b(?:clients|peers|mv3)\.md\b/;

const anchorsOf = (page: string) =>
  existsSync(join(root, 'docs/design', page))
    ? headingsOf(readGuide(`docs/design/${page}`).text).map(({ title }) => anchorOf(title))
    : [];

describe('citations', () => {
  test('are found', () => {
    expect(citations.length).toBeGreaterThan(40);
  });

  test('name a heading that is there', () => {
    expect(citations.filter(({ page, anchor }) => !anchorsOf(page).includes(anchor))).toEqual([]);
  });

  test('name nothing that is not in the repository', () => {
    expect(lines.filter(({ text }) => lost.test(text))).toEqual([]);
  });

  test.each(['(SPEC section 9)', '(see clients.md, part 1)', 'docs/design/nowhere.md#x'])(
    'would not pass as %s',
    (text) => {
      const [cited] = citationsIn(text);
      expect(lost.test(text) || (cited !== undefined && !anchorsOf(cited.page).includes(cited.anchor))).toBe(true);
    },
  );

  test.each(readdirSync(join(root, 'docs/design')))('of %s reach each of its sections', (page) => {
    const cited = new Set(citations.filter((citation) => citation.page === page).map(({ anchor }) => anchor));
    const sections = headingsOf(readGuide(`docs/design/${page}`).text).filter(({ level }) => level > 1);
    expect(sections.map(({ title }) => anchorOf(title)).filter((anchor) => !cited.has(anchor))).toEqual([]);
  });
});
