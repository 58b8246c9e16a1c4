/** Which content scripts go into which pages. */
import type { Scripting } from 'webextension-polyfill';
import type { Site } from '../../contract/sites.ts';
import { isLocal, localPatterns } from './local.ts';
import { hostPattern, originPattern } from './patterns.ts';

export interface SiteScript {
  readonly id: string;
  readonly file: string;
  readonly world: 'ISOLATED' | 'MAIN';
}

/**
 * Execution order: Chromium sorts scripts by id, Firefox by registration
 * (docs/design/platform.md#order-of-content-scripts). In both the bridge comes before what looks for it.
 */
export const pageScripts: readonly SiteScript[] = [
  { id: '0-bridge', file: 'src/extension/bridge.iife.js', world: 'ISOLATED' },
  { id: '1-page', file: 'src/extension/page.iife.js', world: 'MAIN' },
];

/** Besides, where calls to OpenAI and Google are taken over: so no other page can find out that there is such a site. */
export const takeOverScript: SiteScript = { id: '3-take-over', file: 'src/extension/take-over.iife.js', world: 'MAIN' };

export interface Where {
  /** Whether pages of this computer may ask unless they were switched off. */
  readonly local: boolean;
  /** Whether match patterns of this browser may name a port. Without one a script goes into pages of all ports of a host. */
  readonly ports: boolean;
}

/**
 * The scripts to be registered, so that exactly the pages that may ask have them, as far as the browser can tell them apart.
 */
export function scriptsFor(sites: readonly Site[], { local, ports }: Where): Scripting.RegisteredContentScript[] {
  const allowed = sites.filter(({ state }) => state === 'allowed');
  const one = ports ? originPattern : hostPattern;
  const named = allowed.filter(({ origin }) => !local || !isLocal(origin)).map(({ origin }) => one(origin));
  const off = sites.filter(({ state, origin }) => local && ports && state === 'off' && isLocal(origin));
  return [
    ...registrations(
      pageScripts,
      [...(local ? localPatterns : []), ...named],
      off.map(({ origin }) => one(origin)),
    ),
    ...registrations(
      [takeOverScript],
      allowed.filter(({ takeOver }) => takeOver).map(({ origin }) => one(origin)),
    ),
  ];
}

function registrations(
  scripts: readonly SiteScript[],
  patterns: readonly string[],
  except: readonly string[] = [],
): Scripting.RegisteredContentScript[] {
  if (patterns.length === 0) return [];
  const matches = [...new Set(patterns)].sort();
  return scripts.map(({ id, file, world }) => ({
    id,
    js: [file],
    world,
    matches,
    // A browser gives back no empty list.
    ...(except.length > 0 && { excludeMatches: [...except].sort() }),
    runAt: 'document_start',
    allFrames: true,
    matchOriginAsFallback: true,
    persistAcrossSessions: true,
  }));
}
