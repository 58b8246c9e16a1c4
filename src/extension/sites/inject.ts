import type { Scripting, Tabs } from 'webextension-polyfill';
import { hostPattern } from './patterns.ts';
import type { SiteScript } from './site-scripts.ts';

export interface Pages {
  readonly tabs: Pick<Tabs.Static, 'query'>;
  readonly scripting: Pick<Scripting.Static, 'executeScript'>;
}

/** Runs the scripts in the site's pages that are open: what is registered reaches only those that are loaded later. */
export async function inject(
  { tabs, scripting }: Pages,
  origin: string,
  scripts: readonly SiteScript[],
): Promise<void> {
  const open = await tabs.query({ url: hostPattern(origin) });
  const own = open.filter(({ url }) => url !== undefined && new URL(url).origin === origin);
  await Promise.all(own.map(({ id }) => (id === undefined ? undefined : run(id))));

  async function run(tabId: number) {
    try {
      for (const { file, world } of scripts) {
        const target = { tabId, allFrames: true };
        await scripting.executeScript({ target, files: [file], world, injectImmediately: true });
      }
    } catch {
      // The tab was closed meanwhile, or shows an error page: it gets them when it is loaded again.
    }
  }
}
