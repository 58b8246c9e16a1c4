import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBrowser } from '../../support/browser.ts';
import { browserArgs, extensionArgs, extensionId, launchWithExtension } from '../../support/launch.ts';
import { builtExtension, trueStreaming } from './bench.ts';
import { openOwner } from './owner.ts';

/**
 * A browser with the configured extension and nobody attached to it: a debugger, and so Playwright, keeps the worker
 * awake and hides what happens after 30 idle seconds. The page at `url` starts by itself and has to report by HTTP; it
 * may open other tabs.
 * @returns a function that ends the browser.
 */
export async function openUnattached(
  url: string,
  upstream: { readonly url: string; readonly keys: readonly string[] },
): Promise<() => Promise<void>> {
  const profile = await mkdtemp(join(tmpdir(), 'hajimi-profile-'));
  const context = await launchWithExtension(builtExtension, { profile });
  const owner = await openOwner(context, await extensionId(context));
  await owner.configure(upstream.url, upstream.keys, trueStreaming);
  await context.close();

  const browser = spawn(
    await findBrowser(),
    [
      ...['--headless=new', `--user-data-dir=${profile}`, '--disable-popup-blocking'],
      ...browserArgs(),
      ...extensionArgs(builtExtension),
      url,
    ],
    { stdio: 'ignore' },
  );
  const ended = new Promise((resolve) => browser.once('exit', resolve));
  return async () => {
    browser.kill();
    await ended;
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  };
}
