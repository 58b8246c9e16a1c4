import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium } from 'playwright';
import { builtExtension, trueStreaming } from '../../e2e/support/bench.ts';
import { openOwner } from '../../e2e/support/owner.ts';
import { findBrowser } from '../../support/programs/browser.ts';
import { browserArgs, extensionArgs, extensionId, launchWithExtension } from '../../support/programs/launch.ts';

/**
 * For a script of the page: waits until the page is answered. To the browser an extension of the command line is a new one at
 * each start, so its scripts come into a page that is open already.
 */
export const untilAnswered = `
  while (!(await fetch('https://hajimi.invalid/health').catch(() => undefined))?.ok) {
    await new Promise((later) => setTimeout(later, 50));
  }
`;

export interface UnattachedBrowser {
  /** Ids of the extensions whose worker runs. Asking by HTTP attaches nothing. */
  workers(): Promise<readonly string[]>;
  /** From here on it is attached, and no worker falls asleep any more. */
  attach(): Promise<BrowserContext>;
  readonly extensionId: string;
  close(): Promise<void>;
}

/**
 * A browser with the configured extension and nobody attached to it: a debugger, and so Playwright, keeps the worker
 * awake and hides what happens after 30 idle seconds. The page at `url` starts by itself and has to report by HTTP; it
 * may open other tabs.
 */
export async function openUnattached(
  url: string,
  upstream: { readonly url: string; readonly keys: readonly string[] },
): Promise<UnattachedBrowser> {
  const profile = await mkdtemp(join(tmpdir(), 'hajimi-profile-'));
  const context = await launchWithExtension(builtExtension, { profile });
  const id = await extensionId(context);
  const owner = await openOwner(context, id);
  await owner.configure(upstream.url, upstream.keys, trueStreaming);
  await context.close();

  const browser = spawn(
    await findBrowser(),
    [
      ...['--headless=new', `--user-data-dir=${profile}`, '--disable-popup-blocking', '--remote-debugging-port=0'],
      ...browserArgs(),
      ...extensionArgs(builtExtension),
      url,
    ],
    { stdio: 'ignore' },
  );
  const ended = new Promise((resolve) => browser.once('exit', resolve));
  let attached: Promise<{ close(): Promise<void> }> | undefined;

  /** The browser writes down where it listens. */
  async function debugging(): Promise<string> {
    const [port] = (await readFile(join(profile, 'DevToolsActivePort'), 'utf8')).split('\n');
    return `http://127.0.0.1:${port}`;
  }

  return {
    extensionId: id,
    async workers() {
      const targets = (await (await fetch(`${await debugging()}/json/list`)).json()) as readonly Target[];
      return targets.filter(({ type }) => type === 'service_worker').map((target) => new URL(target.url).host);
    },
    async attach() {
      const connecting = chromium.connectOverCDP(await debugging());
      attached = connecting;
      const [first] = (await connecting).contexts();
      if (first === undefined) throw new Error('The browser has no context');
      return first;
    },
    async close() {
      await (await attached)?.close();
      browser.kill();
      await ended;
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

interface Target {
  readonly type: string;
  readonly url: string;
}
