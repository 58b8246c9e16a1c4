/** Which rooms there are, what each may import, and what imports what: `npm run rooms` prints it. */
import { fileURLToPath } from 'node:url';
import { type SourceFile, sourceFiles } from './source-files.ts';

/**
 * The rooms, the lowest first: a room imports what stands before it. A room is a folder of the core, or a file that
 * stands in the core itself; the other folders of `src` are a room each.
 */
export const rooms = [
  'error-details.ts',
  'errors.ts',
  'utils',
  'ended.ts',
  'models',
  'contract',
  'records.ts',
  'ports.ts',
  'exchange.ts',
  'web.ts',
  'language.ts',
  'named-client.ts',
  'context.ts',
  'store',
  'settings',
  'redact',
  'pool',
  'google',
  'stats',
  'log',
  'input',
  'access',
  'pipeline',
  'dialects',
  'shell.ts',
  'router.ts',
  'admin',
  'shell-handlers.ts',
  'app.ts',
  'routes.ts',
  'create-hajimi.ts',
] as const;

/** The room that a file stands in. */
export function roomOf(path: string): string {
  const [, folder = '', room = ''] = path.split('/');
  return folder === 'core' ? room : folder;
}

export interface Arrow {
  readonly from: string;
  readonly to: string;
  /** `file -> file`, one for each import. */
  readonly imports: readonly string[];
}

/** What rooms import of each other. @param kind `value` leaves out what is imported as a type only. */
export function arrowsBetween(files: readonly SourceFile[], kind: 'value' | 'type'): Arrow[] {
  const arrows = new Map<string, Arrow & { imports: string[] }>();
  for (const { path, imports, runtimeImports } of files) {
    for (const target of kind === 'value' ? runtimeImports : imports) {
      const [from, to] = [roomOf(path), roomOf(target)];
      if (!target.startsWith('src/') || from === to) continue;
      const arrow = arrows.get(`${from} ${to}`) ?? { from, to, imports: [] };
      arrow.imports.push(`${path} -> ${target}`);
      arrows.set(`${from} ${to}`, arrow);
    }
  }
  return [...arrows.values()];
}

/** The rooms that can be reached from themselves. */
export function roomsInCircles(arrows: readonly Arrow[]): string[] {
  const reached = (start: string) => {
    const seen = new Set<string>();
    const open = [start];
    for (let room = open.pop(); room !== undefined; room = open.pop()) {
      for (const { from, to } of arrows) {
        if (from !== room || seen.has(to)) continue;
        seen.add(to);
        open.push(to);
      }
    }
    return seen;
  };
  return [...new Set(arrows.map(({ from }) => from))].filter((room) => reached(room).has(room)).sort();
}

/** Arrows that do not point downwards. */
export const upwards = (arrows: readonly Arrow[]): Arrow[] =>
  arrows.filter(({ from, to }) => rooms.indexOf(to as never) >= rooms.indexOf(from as never));

/** The core and the two folders that it shares with the config page. */
export const coreFiles = (): SourceFile[] => [...sourceFiles('src/core'), ...sourceFiles('src/contract')];

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const kind of ['value', 'type'] as const) {
    const arrows = arrowsBetween(coreFiles(), kind);
    const circles = roomsInCircles(arrows);
    console.log(
      `By ${kind}: ${rooms.length} rooms, ${arrows.length} arrows, in circles: ${circles.join(', ') || 'none'}`,
    );
    for (const { from, to, imports } of upwards(arrows))
      console.log(`  ${from} -> ${to}\n    ${imports.join('\n    ')}`);
  }
}
