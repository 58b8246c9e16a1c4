/**
 * The config page on a development server over a fake admin API.
 * `npx tsx test/tools/options/harness.ts [scenario] [shell] [password]` serves it until Ctrl-C.
 */
import { pathToFileURL } from 'node:url';
import { type Connect, createServer } from 'vite';
import type { StatusView } from '../../../src/contract/status.ts';
import { createFakeAdmin } from '../../support/fake-admin/admin.ts';
import { keysOf, type Scenario, scenarios } from '../../support/fake-admin/keys.ts';

export interface HarnessOptions {
  readonly scenario: Scenario;
  readonly shell?: StatusView['shell'];
  readonly password?: string;
  readonly ownerPassword?: string;
}

/** Serves the page on a free port of the loopback. */
export async function startHarness({ scenario, shell = 'relay', password, ownerPassword }: HarnessOptions) {
  const admin = createFakeAdmin({
    keys: keysOf(scenario, Date.now()),
    now: Date.now,
    shell,
    env: shell === 'relay' ? { upstreamTimeout: 600 } : {},
    ...(password === undefined ? {} : { password }),
    ...(ownerPassword === undefined ? {} : { ownerPassword }),
  });
  const serveApi = async (...[incoming, outgoing, next]: Parameters<Connect.NextHandleFunction>) => {
    if (!incoming.url?.startsWith('/api/')) return next();
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const response = await admin.fetch(
      new Request(`http://127.0.0.1${incoming.url}`, {
        method: incoming.method ?? 'GET',
        headers: { authorization: incoming.headers.authorization ?? '' },
        body: chunks.length > 0 ? Buffer.concat(chunks) : null,
      }),
    );
    outgoing.writeHead(response.status, { 'content-type': 'application/json' });
    outgoing.end(await response.text());
  };
  const server = await createServer({
    configFile: false,
    root: new URL('../../../options', import.meta.url).pathname,
    cacheDir: new URL('../../../dist/.vite-options', import.meta.url).pathname,
    logLevel: 'warn',
    appType: 'mpa',
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    // Only an extension loads it, and the page here is never one.
    optimizeDeps: { exclude: ['webextension-polyfill'] },
    server: { host: '127.0.0.1', port: 0, hmr: false },
    plugins: [
      {
        name: 'fake-admin',
        configureServer: (vite) => void vite.middlewares.use((...exchange) => void serveApi(...exchange)),
      },
    ],
  });
  await server.listen();
  return { url: server.resolvedUrls?.local[0] ?? '', admin, close: () => server.close() };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [name = 'mixed', shell = 'relay', password] = process.argv.slice(2);
  const scenario = scenarios.find((known) => known === name);
  if (!scenario) throw new Error(`There is no scenario "${name}". Known: ${scenarios.join(', ')}`);
  const { url } = await startHarness({
    scenario,
    shell: shell === 'extension' ? 'extension' : 'relay',
    ...(password === undefined ? {} : { password }),
  });
  process.stdout.write(`${url}\n`);
}
