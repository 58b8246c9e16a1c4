/** The composition root: a checked configuration becomes core and server. */

import type { StatusView } from '../contract/status.ts';
import type { Hajimi } from '../core/create-hajimi.ts';
import type { Log } from '../core/ports.ts';
import { createEnding, type Ending } from '../core/utils/ending.ts';
import { sleep } from '../core/utils/sleep.ts';
import { fromRequest, toResponse } from '../core/web.ts';
import { language } from './cli/terminal.ts';
import { type RelayConfig, shortPasswords } from './config/config.ts';
import { createWarnings, warningsOf } from './config/warnings.ts';
import { type CoreDeps, startCore } from './create-core.ts';
import { createCallerOf } from './http/caller.ts';
import { createLoginThrottle, ordinary, strict } from './http/login/login-throttle.ts';
import { startServer } from './http/server.ts';
import type { Page } from './http/static-files.ts';
import { createLive } from './live/live.ts';
import { clock, ids } from './ports/platform.ts';

export interface Relay {
  /** Where a browser on this computer reaches it, without a slash at the end. */
  readonly url: string;
  /** Where the config page is. */
  readonly page: string;
  /** The owner's password, and a fresh link that signs in with it once; undefined where a person chose the password. */
  ownerAccess(): { readonly password: string; readonly link: string } | undefined;
  /** What the config page shows. */
  status(): Promise<StatusView>;
  /** Lets running answers finish for `grace` ms, then writes what is still queued. */
  close(grace: number): Promise<void>;
}

export interface RelayDeps extends CoreDeps {
  readonly page: Page;
}

/** @throws when the address is taken or the store cannot be opened. */
export async function startRelay(config: RelayConfig, deps: RelayDeps): Promise<Relay> {
  // The port is only known once it is bound, and the core wants to know the endpoint.
  let open: (hajimi: Hajimi) => void = () => undefined;
  const opened = new Promise<Hajimi>((resolve) => {
    open = resolve;
  });
  const warnings = createWarnings({ log: deps.log, language });
  for (const warning of warningsOf(config)) warnings.add(warning);
  const budget = shortPasswords(config).length > 0 ? strict : ordinary;
  const loginThrottle = createLoginThrottle(budget, { clock, log: deps.log });
  const callerOf = createCallerOf(config, warnings);
  const live = createLive({ config, hajimi: opened, log: deps.log, callerOf });
  const app = opened.then((hajimi) => hajimi.app);
  const server = await startServer(config, {
    app,
    page: deps.page,
    upgrade: live.upgrade,
    callerOf,
    log: deps.log,
    ids,
  });
  const url = localUrl(config.host, server.port);
  try {
    const hajimi = await startCore(config, { ...deps, warnings: warnings.list, loginThrottle }, url);
    open(hajimi);
    const stop = createEnding();
    void maintain(hajimi, deps.log, stop.ending);
    const access = await hajimi.ownerAccess();
    const page = url + config.pagePath;
    return {
      url,
      page,
      ownerAccess() {
        const [password, code] = [access.madePassword(), access.loginCode()];
        if (password === undefined || code === undefined) return undefined;
        deps.redactor.learn(code);
        // In the fragment, which no browser sends to anybody.
        return { password, link: `${page}#/login?code=${code}` };
      },
      async status() {
        const request = new Request(`${url}/api/status`);
        const reply = await hajimi.answer(fromRequest(request, { id: 'hajimi', trust: 'owner' }));
        return (await toResponse(reply).json()) as StatusView;
      },
      async close(grace) {
        stop.end();
        live.close();
        await server.close(grace);
        await hajimi.close();
      },
    };
  } catch (error) {
    await server.close(0);
    throw error;
  }
}

/** How often a key is asked about again is a setting; this is how soon it can be noticed that one is due, in ms. */
const MAINTENANCE = 15 * 60_000;

async function maintain(hajimi: Hajimi, log: Log, ending: Ending): Promise<void> {
  while (!ending.ended) {
    await sleep(clock, MAINTENANCE, ending).catch(() => undefined);
    if (ending.ended) return;
    await hajimi.maintain(ending).catch((error) => log.write({ level: 'error', event: 'maintenance-failed', error }));
  }
}

/** An address that stands for all of this computer's is reached by the loopback one. */
function localUrl(host: string, port: number): string {
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
}
