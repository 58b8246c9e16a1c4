/** `npm pack`, installed into an empty folder. Needs the network, for what the package depends on. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { freePort } from '../../support/programs/free-port.ts';
import { untilHealthy } from './until-healthy.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'hajimi-npm-'));
let started: ChildProcess | undefined;
afterAll(() => {
  started?.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

test('the package gives a working hajimi-relay', async () => {
  const empty = join(folder, 'empty');
  mkdirSync(empty);
  const npm = (cwd: string, ...args: string[]) => String(execFileSync('npm', args, { cwd, stdio: 'pipe' }));
  // With its script that builds, as it is published.
  const [{ filename }] = JSON.parse(
    npm(root, 'pack', '--json', '--silent', '--pack-destination', folder).replace(/^[^[]*/, ''),
  );
  npm(empty, 'install', '--no-audit', '--no-fund', '--omit=dev', join(folder, filename));

  const bin = join(empty, 'node_modules/.bin/hajimi-relay');
  const env = {
    PATH: process.env.PATH,
    HOME: empty,
    PORT: String(await freePort()),
    GEMINI_API_KEYS: 'AIzaSyNPM_0123456789',
  };
  expect(String(execFileSync(bin, ['--check'], { cwd: empty, env }))).toContain('Keys in the environment: 1');
  started = spawn(bin, [], { cwd: empty, env, stdio: ['ignore', 'ignore', 'inherit'] });
  expect(await untilHealthy(env.PORT, started)).toMatchObject({ status: 'ok' });
  const page = await fetch(`http://127.0.0.1:${env.PORT}/`);
  expect([page.status, page.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/html')]);
});
