/** The real SillyTavern, from npm, with a data folder of its own. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../support/programs/free-port.ts';

const version = '1.19.0';

/** Installed once, outside of our own dependencies; `SILLYTAVERN_CACHE` names another folder. */
const cache =
  process.env.SILLYTAVERN_CACHE ??
  fileURLToPath(new URL(`../../../node_modules/.cache/sillytavern-${version}`, import.meta.url));

export interface SillyTavern {
  /** `http://127.0.0.1:<port>/` */
  readonly url: string;
  /** All that it has said so far. */
  log(): string;
  close(): Promise<void>;
}

/** Takes some minutes the first time, then about half a minute: it compiles its page at its first start. */
export async function startSillyTavern(): Promise<SillyTavern> {
  const program = install();
  const data = mkdtempSync(join(tmpdir(), 'sillytavern-'));
  const port = await freePort();
  const options = {
    ...{ dataRoot: join(data, 'data'), configPath: join(data, 'config.yaml'), port: String(port) },
    ...{ listen: 'false', whitelist: 'false', browserLaunchEnabled: 'false' },
  };
  const words = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
  const child = spawn(process.execPath, ['server.js', ...words], { cwd: program, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => (said += String(bytes)));
  const url = `http://127.0.0.1:${port}/`;
  await untilItListens(child, () => said);
  return {
    url,
    log: () => said,
    close: () =>
      new Promise((resolve) => {
        child.once('exit', () => {
          rmSync(data, { recursive: true, force: true });
          resolve();
        });
        child.kill();
      }),
  };
}

function install(): string {
  const program = join(cache, 'node_modules/sillytavern');
  if (existsSync(join(program, 'server.js'))) return program;
  mkdirSync(cache, { recursive: true });
  const words = ['install', '--prefix', cache, '--ignore-scripts', '--no-audit', '--no-fund', `sillytavern@${version}`];
  const { status } = spawnSync('npm', words, {
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error(`npm install sillytavern@${version} failed`);
  return program;
}

function untilItListens(child: ChildProcess, said: () => string): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = () => said().includes('is listening') && resolve();
    child.stdout?.on('data', look);
    child.once('exit', (code) => reject(new Error(`SillyTavern ended with ${code}:\n${said().slice(-2000)}`)));
  });
}
