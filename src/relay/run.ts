/** The relay as a process: from a checked configuration to the signal that ends it. */
import { fileURLToPath } from 'node:url';
import pkg from '../../package.json' with { type: 'json' };
import { createRedactor } from '../core/redact/redactor.ts';
import { isDesktop, openBrowser, surroundings } from './cli/open-browser.ts';
import { explain, fail, language, print, say } from './cli/terminal.ts';
import type { RelayConfig } from './config/config.ts';
import { retiredIn } from './config/deprecated.ts';
import { type Relay, startRelay } from './create-relay.ts';
import { loadPage } from './http/static-files.ts';
import { isCode } from './node-error.ts';
import { createLog } from './ports/log.ts';
import { clock } from './ports/platform.ts';

/** Docker waits 10 s between SIGTERM and SIGKILL; after it come the last words to slow answers and what the store writes. */
const GRACE = 7_000;

/**
 * Starts the relay, says where it is, and stops it in order at SIGINT and SIGTERM.
 * @param open whether a browser is to show the config page; undefined: where somebody sits in front of it.
 */
export async function run(config: RelayConfig, open: boolean | undefined): Promise<void> {
  const redactor = createRedactor();
  const format = config.logFormat === 'auto' ? (process.stdout.isTTY ? 'text' : 'json') : config.logFormat;
  const log = createLog({ level: config.logLevel, format, clock, redactor, print });
  const page = await loadPage(fileURLToPath(new URL('./public', import.meta.url)), config.pagePath);
  const relay = await start();
  // Before it says that it listens: who reads that may stop it at once.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop(signal));

  tellOwner(relay);
  const { endpoint, keys, notKept } = await relay.status();
  const count = Object.values(keys).reduce((sum, number) => sum + number, 0);
  log.write({
    level: 'info',
    event: 'started',
    message: say.ready(relay.page, endpoint),
    url: relay.url,
    version: pkg.version,
    keys: count,
  });
  if (notKept) log.write({ level: 'error', event: 'storage-unusable', message: notKept[language] });
  if (count === 0) log.write({ level: 'warn', event: 'no-keys', message: say.noKeys(relay.page) });
  for (const [name, why] of retiredIn(process.env, language)) {
    log.write({ level: 'warn', event: 'variable-without-effect', message: say.retired(name, why) });
  }
  const around = surroundings();
  // With a code of its own: the printed one is for whoever reads it.
  if (open ?? isDesktop(around)) openBrowser(relay.ownerAccess()?.link ?? relay.page, around);

  async function start(): Promise<Relay> {
    try {
      const onOwnerPassword = (password: string) => print(`${say.ownerPasswordNow(password)}\n`);
      return await startRelay(config, { version: pkg.version, log, redactor, page, onOwnerPassword });
    } catch (error) {
      const { host, port } = config;
      return fail(isCode(error, 'EADDRINUSE') ? say.portTaken(`${host}:${port}`) : explain(error));
    }
  }

  async function stop(signal: NodeJS.Signals): Promise<void> {
    log.write({ level: 'info', event: 'stopping', message: say.stopping, signal });
    try {
      await relay.close(GRACE);
      process.exit(0);
    } catch (error) {
      log.write({ level: 'error', event: 'stop-failed', error });
      process.exit(1);
    }
  }
}

/** On the terminal itself: the log may go anywhere, and it never holds a password. */
function tellOwner(relay: Relay): void {
  const access = relay.ownerAccess();
  if (access !== undefined) print(`${say.ownerPassword(access.password)}\n${say.loginLink(access.link)}\n`);
}
