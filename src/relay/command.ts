/** The command line, read but not yet done. */
import { parseArgs } from 'node:util';

export type Command =
  /** `open`: whether a browser is to show the config page; undefined where nobody said. */
  | { readonly does: 'run'; readonly open: boolean | undefined }
  | { readonly does: 'check' | 'help' | 'version' | 'owner-password' }
  | { readonly does: 'import' | 'export'; readonly file: string }
  /** What of it cannot be understood. */
  | { readonly does: 'refuse'; readonly word: string };

const options = {
  check: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
  'owner-password': { type: 'boolean' },
  import: { type: 'string' },
  export: { type: 'string' },
  open: { type: 'boolean' },
  'no-open': { type: 'boolean' },
} as const;

/** @param words what stands behind the program's name. Only one thing can be done at a time. */
export function readCommand(words: readonly string[]): Command {
  const { tokens } = parseArgs({ args: [...words], options, strict: false, tokens: true });
  const [first = { kind: 'none' } as const, second] = tokens;
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
    case 'export':
      return first.value ? { does: first.name, file: first.value } : { does: 'refuse', word: first.rawName };
    case 'open':
    case 'no-open':
      return { does: 'run', open: first.name === 'open' };
    default:
      return { does: 'refuse', word: first.rawName };
  }
}
