/** A real Redis (or Valkey) of a test's own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { aptInstall, isRootOn } from './apt.ts';
import { freePort } from './free-port.ts';

export interface TestRedis {
  /** `redis://127.0.0.1:<port>` */
  readonly url: string;
  readonly port: number;
  /** Ends it at once, as a crash does. What was written to it is on the disk. */
  kill(): Promise<void>;
  /** Starts it again at the same port, with what it had or, `empty`, with nothing. */
  restart(options?: { readonly empty?: boolean }): Promise<void>;
  /** It is there and does not answer. */
  pause(): void;
  resume(): void;
  /** Ends it and removes its data. */
  dispose(): Promise<void>;
}

/** @param args more of the server's options. */
export async function startRedis(...args: readonly string[]): Promise<TestRedis> {
  const program = findRedis();
  const port = await freePort();
  let folder = mkdtempSync(join(tmpdir(), 'hajimi-redis-'));
  let server = await start();

  async function start(): Promise<ChildProcess> {
    // An append-only file is written before a command is answered, so a kill loses nothing that was acknowledged.
    const options = [
      '--port',
      String(port),
      '--bind',
      '127.0.0.1',
      '--dir',
      folder,
      '--save',
      '',
      '--appendonly',
      'yes',
    ];
    const child = spawn(program, [...options, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
    await isReady(child);
    return child;
  }
  async function kill(): Promise<void> {
    if (server.exitCode !== null || server.signalCode !== null) return;
    const gone = once(server, 'exit');
    server.kill('SIGKILL');
    await gone;
  }

  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    kill,
    async restart({ empty = false } = {}) {
      await kill();
      if (empty) {
        rmSync(folder, { recursive: true });
        folder = mkdtempSync(join(tmpdir(), 'hajimi-redis-'));
      }
      server = await start();
    },
    pause: () => void server.kill('SIGSTOP'),
    resume: () => void server.kill('SIGCONT'),
    async dispose() {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** @throws {Error} with what it said, when it ends instead. */
function isReady(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    const said: string[] = [];
    if (child.stdout !== null) {
      createInterface(child.stdout).on('line', (line) => {
        said.push(line);
        if (line.includes('Ready to accept connections')) resolve();
      });
    }
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the Redis server ended with ${code}: ${said.join('\n')}`)));
  });
}

const commands = ['redis-server', 'valkey-server'];

/**
 * The server's path. Where there is none, root on Debian or Ubuntu gets one installed; everybody else gets told.
 * @throws {Error} with what to do.
 */
export function findRedis(): string {
  const found = look() ?? (isRootOn('debian', 'ubuntu') ? install() : undefined);
  if (found !== undefined) return found;
  throw new Error('No redis-server was found. Install Redis or Valkey, or name its server in REDIS_SERVER_PATH');
}

function look(): string | undefined {
  const { REDIS_SERVER_PATH: wanted = '', PATH = '' } = process.env;
  const folders = [...PATH.split(delimiter), '/usr/bin', '/usr/local/bin', '/opt/homebrew/bin'];
  return [wanted, ...commands.flatMap((name) => folders.map((folder) => join(folder, name)))].find(
    (path) => path !== '' && existsSync(path),
  );
}

function install(): string | undefined {
  aptInstall('redis-server');
  return look();
}
