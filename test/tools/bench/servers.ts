/** The programs that take part, each a process of its own on a free port. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../support/programs/free-port.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export interface Server {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

async function start(file: string, env: Readonly<Record<string, string>>): Promise<Server> {
  const port = await freePort();
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, [file], {
    env: { PATH, HOME, ...env, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const url = `http://127.0.0.1:${port}`;
  await answering(url, child);
  return {
    url,
    pid: child.pid ?? 0,
    async stop() {
      if (child.exitCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

async function answering(url: string, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 200 && child.exitCode === null; tries++) {
    if (
      await fetch(url).then(
        () => true,
        () => false,
      )
    )
      return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`nothing answers at ${url}`);
}

export const startMock = () => start(here('./programs/mock-gemini.mjs'), {});
export const startPassthrough = (upstream: string) => start(here('./programs/passthrough.mjs'), { UPSTREAM: upstream });

/** The built relay as shipped: only limits are raised, so that it is the program that is measured and not them. */
export const startRelay = (upstream: string, keys: readonly string[], env: Readonly<Record<string, string>>) =>
  start(here('../../../dist/relay/hajimi-relay.js'), {
    GEMINI_BASE_URL: upstream,
    GEMINI_API_KEYS: keys.join(','),
    PASSWORD: 'bench-password',
    MAX_REQUESTS_PER_MINUTE: '1000000',
    MAX_REQUESTS_PER_DAY_PER_IP: '10000000',
    LOG_LEVEL: 'warn',
    ...env,
  });
