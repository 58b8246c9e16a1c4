import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtExtension } from '../../e2e/support/bench.ts';
import { openOwner, stopWorker } from '../../e2e/support/owner.ts';
import { clientOf } from '../../e2e/support/page-client.ts';
import { startPageServer } from '../../e2e/support/page-server.ts';
import { extensionId, launchWithExtension } from '../../support/programs/launch.ts';
import type { Side } from './side.ts';

/** The extension in a browser with a profile of its own; killed are its worker and, less often, the browser. */
export async function openExtensionSide(
  upstream: string,
  settings: Readonly<Record<string, unknown>> = {},
): Promise<Side> {
  const profile = await mkdtemp(join(tmpdir(), 'hajimi-chaos-profile-'));
  const site = await startPageServer();
  const url = site.add('');

  async function open() {
    const context = await launchWithExtension(builtExtension, { profile });
    const owner = await openOwner(context, await extensionId(context));
    const page = await context.newPage();
    await page.goto(url);
    return { context, owner, page, client: clientOf(page) };
  }

  let world = await open();
  await world.owner.configure(upstream, [], { maxRequestsPerMinute: 0, maxRequestsPerDayPerIp: 0, ...settings });
  return {
    name: 'extension',
    ask: (path, ask) => world.client.ask(path, ask),
    admin: (path, ask) => world.owner.ask(path, ask),
    async kill(dice) {
      if (dice.chance(0.8)) {
        await stopWorker(world.page);
        return 'worker';
      }
      await world.context.close();
      world = await open();
      return 'browser';
    },
    errors: () => [],
    async close() {
      await world.context.close();
      await site.close();
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
