/** The relay as a process of its own, as a person runs it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const bundle = join(root, 'dist/relay/hajimi-relay.js');

/** What the build made, which starts four times as fast, unless a source has changed since. */
const program = isBuilt()
  ? [bundle]
  : ['--import', pathToFileURL(join(root, 'node_modules/tsx/dist/loader.mjs')).href, join(root, 'src/relay/main.ts')];

function isBuilt(): boolean {
  const built = statSync(bundle, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return ['src/core', 'src/relay'].every((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).every(
      (path) => statSync(join(root, folder, path)).mtimeMs < built,
    ),
  );
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RelayProcess {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  readonly pid: number;
  /** Every line of its log so far. */
  readonly log: ReadonlyArray<Readonly<Record<string, unknown>>>;
  /** Every line of its stdout that is not of the log: what it tells the person at the terminal. */
  readonly said: readonly string[];
  /** Sends the signal, and resolves when the process is gone. */
  stop(signal?: NodeJS.Signals): Promise<Exit>;
}

/** Tests ask faster than people. */
const testEnv: RelayEnv = { PORT: '0', ENABLE_STORAGE: 'false', LOG_FORMAT: 'json', MAX_REQUESTS_PER_MINUTE: '0' };

export type RelayEnv = Readonly<Record<string, string>>;

/** Runs it to its end: for refusals, `--help` and the like. */
export async function runRelay(env: RelayEnv = {}, ...args: string[]): Promise<Exit> {
  return finished(spawnRelay(env, args));
}

/** The same, started in a folder: its `.env` is read, and names of files are meant from there. */
export async function runRelayIn(cwd: string, env: RelayEnv, ...args: string[]): Promise<Exit> {
  return finished(spawnRelay(env, args, { cwd }));
}

/**
 * A relay that listens on a free port, keeps nothing and limits no client, unless `env` says otherwise.
 * @throws {Error} with what it said when it ends instead of starting.
 */
export async function startRelayProcess(env: RelayEnv = {}, ...args: string[]): Promise<RelayProcess> {
  return watched(spawnRelay({ ...testEnv, ...env }, args));
}

/** The same as it was built last, with the config page that was built beside it. */
export async function startBuiltRelay(env: RelayEnv = {}): Promise<RelayProcess> {
  if (!existsSync(bundle)) throw new Error('There is no dist/relay: run "npm run build:relay" first');
  return watched(spawnRelay({ ...testEnv, ...env }, [], { started: [bundle] }));
}

/** The password that the relay made for its owner and printed. */
export const ownersPassword = ({ said }: RelayProcess): string => lastWord(said, /^Owner’s password/);

/** The link that it printed beside. */
export const loginLink = ({ said }: RelayProcess): string => lastWord(said, /#\/login/);

const lastWord = (lines: readonly string[], which: RegExp): string =>
  lines
    .find((line) => which.test(line))
    ?.split(' ')
    .at(-1) ?? '';

async function watched(child: ChildProcess): Promise<RelayProcess> {
  const end = finished(child);
  const log: Array<Record<string, unknown>> = [];
  const said: string[] = [];
  const started = new Promise<string>((resolve, reject) => {
    if (child.stdout === null) return reject(new Error('no output'));
    createInterface(child.stdout).on('line', (line) => {
      if (!line.startsWith('{')) return void said.push(line);
      const event = JSON.parse(line) as Record<string, unknown>;
      log.push(event);
      if (event.event === 'started') resolve(String(event.url));
    });
    void end.then(({ code, stderr }) => reject(new Error(`the relay ended with ${code}: ${stderr}`)));
  });
  return {
    url: await started,
    pid: child.pid ?? 0,
    log,
    said,
    async stop(signal = 'SIGTERM') {
      child.kill(signal);
      return end;
    },
  };
}

interface How {
  readonly started?: readonly string[];
  /** Where nobody says, a folder in which no person's `.env` lies. */
  readonly cwd?: string;
}

function spawnRelay(
  env: RelayEnv,
  args: readonly string[],
  { started = program, cwd = join(root, 'test') }: How = {},
): ChildProcess {
  const { PATH = '', HOME = '' } = process.env;
  // Nothing else of this machine's environment, which may hold keys and settings of the person who runs the tests.
  return spawn(process.execPath, [...started, ...args], {
    cwd,
    env: { PATH, HOME, LANG: 'en_US.UTF-8', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function finished(child: ChildProcess): Promise<Exit> {
  const texts = { stdout: '', stderr: '' };
  child.stdout?.on('data', (bytes) => {
    texts.stdout += bytes;
  });
  child.stderr?.on('data', (bytes) => {
    texts.stderr += bytes;
  });
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  return { code, signal, ...texts };
}
