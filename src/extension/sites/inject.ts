import type { Scripting, Tabs } from 'webextension-polyfill';
import type { SiteScript } from './site-scripts.ts';

export interface Pages {
  readonly tabs: Pick<Tabs.Static, 'query'>;
  readonly scripting: Pick<Scripting.Static, 'executeScript'>;
}

/**
 * Runs scripts in pages that are open: what is registered reaches only those that are loaded later. One that has them goes
 * on with those it has, and gets a new bridge where its own belongs to an extension that is gone.
 * @param patterns of the tabs to look into.
 * @param scriptsOf the scripts for a document of this origin.
 */
export async function inject(
  { tabs, scripting }: Pages,
  patterns: readonly string[],
  scriptsOf: (origin: string) => Promise<readonly SiteScript[]>,
): Promise<void> {
  if (patterns.length === 0) return;
  // What is not loaded gets them when it is.
  const open = await tabs.query({ url: [...patterns], discarded: false });
  await Promise.all(open.flatMap(({ id }) => (id === undefined ? [] : run(id))));

  async function run(tabId: number) {
    try {
      const target = { tabId, allFrames: true };
      // A tab may hold frames of sites that may not.
      const frames = await scripting.executeScript({ target, func: () => origin, injectImmediately: true });
      await Promise.all(frames.map(({ frameId, result }) => runIn({ tabId, frameIds: [frameId] }, String(result))));
    } catch {
      // The tab was closed meanwhile, or shows an error page: it gets them when it is loaded again.
    }
  }

  async function runIn(target: Scripting.InjectionTarget, origin: string) {
    for (const { file, world } of await scriptsOf(origin)) {
      await scripting.executeScript({ target, files: [file], world, injectImmediately: true });
    }
  }
}
