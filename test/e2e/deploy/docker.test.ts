/** The Dockerfile's COPY, RUN and CMD steps, done in an empty folder. Needs the network, for `npm ci`. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { replayDockerfile } from '../../support/dockerfile.ts';
import { freePort } from '../../support/programs/free-port.ts';
import { untilHealthy } from './until-healthy.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'hajimi-docker-'));
let started: ChildProcess | undefined;
afterAll(() => {
  started?.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

test('what the Dockerfile makes answers at /health', async () => {
  const { cwd, env, command } = replayDockerfile(readFileSync(join(root, 'Dockerfile'), 'utf8'), root, folder);
  const [program = '', ...args] = command;
  const PORT = String(await freePort());
  started = spawn(program, args, {
    cwd,
    // As `docker run -e PASSWORD=... -e GEMINI_API_KEYS=...` does.
    env: { PATH: process.env.PATH, ...env, PORT, PASSWORD: 'own', GEMINI_API_KEYS: 'AIzaSyDOCKER_0123456789' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  expect(await untilHealthy(PORT, started)).toMatchObject({ status: 'ok', name: 'hajimi' });
  const keys = await fetch(`http://127.0.0.1:${PORT}/api/status`, { headers: { authorization: 'Bearer own' } });
  const status = await keys.json();
  expect([status.keys.usable, status.notKept]).toEqual([1, undefined]);
  expect((await fetch(`http://127.0.0.1:${PORT}/`)).headers.get('content-type')).toContain('text/html');
});
