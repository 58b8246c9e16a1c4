/** The sources, and what of their imports a rule forbids. */
import { type SourceFile, sourceFiles } from '../../tools/source-files.ts';

export const files: readonly SourceFile[] = [...sourceFiles('src'), ...sourceFiles('options')];

export const under = (...folders: string[]): SourceFile[] =>
  files.filter(({ path }) => folders.some((folder) => path.startsWith(folder)));

/** `file -> import` for every import that is not allowed. */
export const offences = (some: readonly SourceFile[], allowed: (target: string) => boolean): string[] =>
  some.flatMap(({ path, imports }) =>
    imports.filter((target) => !allowed(target)).map((target) => `${path} -> ${target}`),
  );

export const startsWith =
  (...beginnings: string[]) =>
  (target: string): boolean =>
    beginnings.some((beginning) => target === beginning || target.startsWith(beginning));
