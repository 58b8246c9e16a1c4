import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

export interface SourceFile {
  /** From the repository's root, with `/`. */
  readonly path: string;
  readonly text: string;
  /** What it imports: a path from the root for its own files, the specifier for packages. */
  readonly imports: readonly string[];
  /** The same without `import type`, which leaves nothing in the bundle. */
  readonly runtimeImports: readonly string[];
}

/** Every TypeScript file under a folder of the repository. */
export function sourceFiles(folder: string): SourceFile[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => readSource(join(folder, name)));
}

const importing =
  /(?:^|\n)\s*(?:import|export)\s+(type\s+)?(?:[\w*{}\s,$]+?\s+from\s+)?'([^']+)'|\bimport\(\s*'([^']+)'/g;

function readSource(path: string): SourceFile {
  const text = readFileSync(join(root, path), 'utf8');
  const found = [...text.matchAll(importing)].map(([, type, from, dynamic]) => ({
    isType: type !== undefined,
    target: resolveImport(path, from ?? dynamic ?? ''),
  }));
  return {
    path: relative('.', path),
    text,
    imports: found.map(({ target }) => target),
    runtimeImports: found.filter(({ isType }) => !isType).map(({ target }) => target),
  };
}

const resolveImport = (from: string, specifier: string) =>
  specifier.startsWith('.') ? normalize(join(dirname(from), specifier)) : specifier;

/** The file and all it needs at run time, by following imports inside the given files. */
export function reachable(files: readonly SourceFile[], entry: string): Set<string> {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const seen = new Set<string>();
  const visit = (path: string) => {
    if (seen.has(path)) return;
    seen.add(path);
    byPath.get(path)?.runtimeImports.forEach(visit);
  };
  visit(entry);
  return seen;
}
