import { type ReadonlySignal, signal } from '@preact/signals';
import type { SitePatch, SiteView } from '../../src/contract/sites.ts';
import type { Api } from '../api.ts';
import type { Shell } from '../shell/shell.ts';
import { createResource, type Resource } from './resource.ts';

/** Which sites may use the pool. Nothing here throws: what failed is in `problem`. */
export interface SitesState {
  readonly list: Resource<readonly SiteView[]>;
  /** Why the last thing that was done failed; `denied`: the person said no to the browser. */
  readonly problem: ReadonlySignal<'denied' | Error | undefined>;
  /**
   * Shows the browser's prompt. To be called first thing in the handler of a click or key press. Resolves to whether the
   * site is allowed then.
   */
  allow(origin: string): Promise<boolean>;
  revoke(origin: string): Promise<void>;
  /** Resolves to whether it was stored. */
  change(patch: SitePatch): Promise<boolean>;
}

/** What of the API it needs. */
type SitesApi = Pick<Api['sites'], 'list' | 'allow' | 'update' | 'revoke'>;

export function createSites(api: SitesApi, shell: Pick<Shell, 'askToCall'>): SitesState {
  const list = createResource(api.list);
  const problem = signal<'denied' | Error>();

  async function attempt(action: () => Promise<unknown>): Promise<boolean> {
    problem.value = undefined;
    try {
      await action();
      return true;
    } catch (error) {
      problem.value = error instanceof Error ? error : new Error(String(error));
      return false;
    } finally {
      await list.refresh();
    }
  }

  return {
    list,
    problem,
    async allow(origin) {
      // Told first: Firefox closes a popup at the prompt, and then nobody is left to tell it afterwards.
      const told = api.allow({ origin });
      const [granted] = await Promise.all([shell.askToCall(origin), told.catch(() => undefined)]);
      const done = await attempt(() => (granted ? api.allow({ origin }) : api.revoke({ origin })));
      if (!granted) problem.value = 'denied';
      return granted && done;
    },
    async revoke(origin) {
      await attempt(() => api.revoke({ origin }));
    },
    change: (patch) => attempt(() => api.update(patch)),
  };
}

/** The origin that an address names; undefined where it is none of a web site. Without a scheme it means https. */
export function originOf(address: string): string | undefined {
  const text = address.trim();
  const url = /^\w+:\/\//.test(text) ? text : `https://${text}`;
  if (text === '' || !URL.canParse(url)) return undefined;
  const { origin, protocol } = new URL(url);
  return /^https?:$/.test(protocol) ? origin : undefined;
}
