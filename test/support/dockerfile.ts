/** Reads a Dockerfile and does its steps in folders instead of images. */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, statSync } from 'node:fs';
import { basename, join, relative } from 'node:path';

export interface Instruction {
  /** Such as `COPY`. */
  readonly name: string;
  /** What follows it, but for its flags. */
  readonly words: string;
  /** `--from=build` as `from: 'build'`. */
  readonly flags: Readonly<Record<string, string>>;
}

/** Comments left out, continued lines put together. */
export function parseDockerfile(text: string): Instruction[] {
  const lines = text
    .replace(/^\s*#.*\n/gm, '')
    .replace(/\\\n\s*/g, ' ')
    .split('\n')
    .filter((line) => line.trim() !== '');
  return lines.map((line) => {
    const [, name = '', flags = '', words = ''] = /^\s*([A-Za-z]+)((?:\s+--[\w-]+=\S+)*)\s+(.*)$/.exec(line) ?? [];
    const pairs = [...flags.matchAll(/--([\w-]+)=(\S+)/g)].map(([, flag, value]) => [flag, value]);
    return { name: name.toUpperCase(), words: words.trim(), flags: Object.fromEntries(pairs) };
  });
}

/** What a container of the last stage would be started with. */
export interface Replayed {
  readonly root: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly command: readonly string[];
}

interface Stage extends Replayed {
  readonly name: string;
}

/**
 * Does `WORKDIR`, `ENV`, `COPY` and `RUN`, each stage in a folder of its own below `folder`. Absolute paths are meant from
 * there; within `RUN` only relative ones can be.
 * @param context what `docker build` is given.
 */
export function replayDockerfile(text: string, context: string, folder: string): Replayed {
  const stages: Stage[] = [];
  let stage: Stage | undefined;
  for (const { name, words, flags } of parseDockerfile(text)) {
    if (name === 'FROM') {
      const alias = / AS (\w+)/i.exec(words)?.[1] ?? '';
      const root = join(folder, `stage-${stages.length}`);
      mkdirSync(root);
      stage = { name: alias, root, cwd: root, env: {}, command: [] };
      stages.push(stage);
      continue;
    }
    if (stage === undefined) throw new Error(`${name} stands before the first FROM`);
    const source = flags.from === undefined ? context : stages.find((one) => one.name === flags.from)?.root;
    if (source === undefined) throw new Error(`There is no stage ${flags.from}`);
    stage = step(stage, name, words, source);
    stages[stages.length - 1] = stage;
  }
  if (stage === undefined) throw new Error('There is no FROM');
  return stage;
}

function step(stage: Stage, name: string, words: string, source: string): Stage {
  switch (name) {
    case 'WORKDIR':
      mkdirSync(join(stage.root, words), { recursive: true });
      return { ...stage, cwd: join(stage.root, words) };
    case 'ENV': {
      const pairs = [...words.matchAll(/(\w+)=(\S+)/g)].map(([, key = '', value = '']) => [
        key,
        value.startsWith('/') ? join(stage.root, value) : value,
      ]);
      return { ...stage, env: { ...stage.env, ...Object.fromEntries(pairs) } };
    }
    case 'COPY':
      copy(stage, words.split(/\s+/), source);
      return stage;
    case 'RUN':
      execFileSync('sh', ['-ec', words], { cwd: stage.cwd, env: { ...baseEnv(), ...stage.env }, stdio: 'pipe' });
      return stage;
    case 'CMD':
      return { ...stage, command: JSON.parse(words) as string[] };
    default:
      // What only a container has: EXPOSE, HEALTHCHECK, USER.
      return stage;
  }
}

/** Nothing of this project's environment: npm hands much of it on. */
const baseEnv = () => ({ PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '' });

function copy(stage: Stage, words: readonly string[], source: string): void {
  const to = words.at(-1) ?? '';
  const target = to.startsWith('/') ? join(stage.root, to) : join(stage.cwd, to);
  for (const from of words.slice(0, -1)) {
    const path = join(source, from);
    if (!existsSync(path)) throw new Error(`COPY finds no ${from}`);
    const isFile = statSync(path).isFile();
    cpSync(path, isFile && to.endsWith('/') ? join(target, basename(path)) : target, { recursive: true });
  }
}

/** Paths of the context that the instructions copy, as they are written. */
export const copiedFromContext = (instructions: readonly Instruction[]): string[] =>
  instructions
    .filter(({ name, flags }) => name === 'COPY' && flags.from === undefined)
    .flatMap(({ words }) => words.split(/\s+/).slice(0, -1));

/** Whether a `.dockerignore` of the form "nothing but" lets a path of the context through. */
export function letsThrough(dockerignore: string, path: string): boolean {
  const lines = dockerignore.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return lines[0] === '*' && lines.includes(`!${relative('.', path)}`);
}
