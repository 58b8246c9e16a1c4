/**
 * The way of one streamed chat through the project's own functions, as a program counts it: `npm run frames` prints it,
 * `npm run frames -- --write` brings it into the pages of the architecture.
 *
 * A **stop** is a function of `src` that is running, or waits for what runs, when undici is asked: each on the way from the
 * request event of the socket, once, wherever its frame stands. What was called and has answered before (a guard, a
 * decoder) is work that a stop does, and none itself. A **layer** is a source that is being asked when the next chunk is
 * asked of undici, undici's own response first: what was read passes each of them on its way to the socket's `write`.
 *
 * Counted by hand in November 2026 it was 57 stops and 10 layers. The 57 named some twenty functions more that had answered
 * by then; by this rule they were about 38.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../source-files.ts';
import type { Frame } from './long-stack.ts';
import { type WatchedChat, watchChat } from './one-chat.ts';

export interface Way {
  /** From the socket to undici. */
  readonly stops: readonly string[];
  /** From undici's bytes to the socket. */
  readonly layers: readonly string[];
}

export function wayOf({ out, chunks }: WatchedChat): Way {
  const layers = chunks.map(layersOf).sort((a, b) => b.length - a.length);
  return { stops: unique(out).map(nameOf), layers: layers[0] ?? [] };
}

const unique = (frames: readonly Frame[]): Frame[] => [
  ...new Map(frames.map((frame) => [`${frame.file} ${frame.at}`, frame])).values(),
];

/** A function by its file and name; of one without a name the file says it. */
const nameOf = ({ name, file }: Frame): string => `${file.replace(/^src\//, '')}${name === '' ? '' : ` ${name}`}`;

/** Where the pump asks, at whom the way of a chunk ends; what undici is asked by is the first of them. */
function layersOf(frames: readonly Frame[]): string[] {
  const pump = frames.findLastIndex(({ name }) => name === 'readAll');
  if (pump < 0) return [];
  const asking = frames.slice(pump).filter(({ name }) => name === 'next');
  return ['relay/ports/undici-response.ts next', ...asking.map(nameOf).reverse()];
}

/** The pages that list the stops, the same in every language. */
export const pages = ['docs/en/architecture.md', 'docs/zh/architecture.md'] as const;

const begin = '<!-- frames -->';
const end = '<!-- /frames -->';

const listOf = ({ stops }: Way): string =>
  ['```text', ...stops.map((stop, at) => `${String(at + 1).padStart(2)}  ${stop}`), '```'].join('\n');

/** The page with the list between its two marks replaced. @throws {Error} where it has no marks. */
export function withStops(page: string, way: Way): string {
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`The page has no ${begin}`);
  return `${page.slice(0, from + begin.length)}\n\n${listOf(way)}\n\n${page.slice(to)}`;
}

export const readPage = (page: string): string => readFileSync(join(root, page), 'utf8');

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const way = wayOf(await watchChat());
  if (process.argv.includes('--write')) {
    for (const page of pages) writeFileSync(join(root, page), withStops(readPage(page), way));
  }
  const { stops, layers } = way;
  process.stdout.write(`${stops.length} stops from the socket to undici\n${listOf(way)}\n\n`);
  process.stdout.write(`${layers.length} layers for each chunk, from undici to the socket\n${layers.join('\n')}\n`);
}
