/** The command line, read but not yet done. */
import { parseArgs } from 'node:util';

export type Command =
  /** `open`: whether a browser is to show the config page; undefined where nobody said. */
  | { readonly does: 'run'; readonly open: boolean | undefined }
  | { readonly does: 'check' | 'help' | 'version' | 'owner-password' }
  | { readonly does: 'import'; readonly file: string; readonly withAddresses: boolean }
  | { readonly does: 'export'; readonly file: string }
  /** What of it cannot be understood. */
  | { readonly does: 'refuse'; readonly word: string };

const options = {
  check: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
  'owner-password': { type: 'boolean' },
  import: { type: 'string' },
  export: { type: 'string' },
  'with-addresses': { type: 'boolean' },
  open: { type: 'boolean' },
  'no-open': { type: 'boolean' },
} as const;

type Token = ReturnType<typeof parse>[number];

const parse = (words: readonly string[]) =>
  parseArgs({ args: [...words], options, strict: false, tokens: true }).tokens;

/** @param words what stands behind the program's name. Only one thing can be done at a time; an import may say more of it. */
export function readCommand(words: readonly string[]): Command {
  const [first = { kind: 'none' } as const, ...more] = parse(words);
  const withAddresses = first.kind === 'option' && first.name === 'import' && isWithAddresses(more[0]);
  const second = withAddresses ? more[1] : more[0];
  if (first.kind === 'none') return { does: 'run', open: undefined };
  if (first.kind !== 'option') return { does: 'refuse', word: words[first.index] ?? '' };
  if (second !== undefined) return { does: 'refuse', word: words[second.index] ?? '' };
  switch (first.name) {
    case 'check':
    case 'help':
    case 'version':
    case 'owner-password':
      return first.value === undefined ? { does: first.name } : { does: 'refuse', word: first.rawName };
    case 'import':
      if (!first.value) return { does: 'refuse', word: first.rawName };
      return { does: 'import', file: first.value, withAddresses };
    case 'export':
      return first.value ? { does: first.name, file: first.value } : { does: 'refuse', word: first.rawName };
    case 'open':
    case 'no-open':
      return { does: 'run', open: first.name === 'open' };
    default:
      return { does: 'refuse', word: first.rawName };
  }
}

const isWithAddresses = (token: Token | undefined): boolean =>
  token?.kind === 'option' && token.name === 'with-addresses' && token.value === undefined;
