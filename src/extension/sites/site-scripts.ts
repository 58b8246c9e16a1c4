/** Which content scripts go into which pages, besides those that the manifest puts into pages of this computer. */
import type { Scripting } from 'webextension-polyfill';
import type { Site } from '../../core/guard/sites.ts';
import { isLocal } from './local.ts';
import { hostPattern } from './patterns.ts';

export interface SiteScript {
  readonly id: string;
  readonly file: string;
  readonly world: 'ISOLATED' | 'MAIN';
}

/**
 * Chromium runs scripts in the order of their ids and Firefox in the order in which they were registered (mv3.md
 * section 3): in both the bridge comes before what looks for it.
 */
export const pageScripts: readonly SiteScript[] = [
  { id: '0-bridge', file: 'src/extension/bridge.iife.js', world: 'ISOLATED' },
  { id: '1-page', file: 'src/extension/page.iife.js', world: 'MAIN' },
];

/** Besides, where calls to OpenAI and Google are taken over: so no other page can find out that there is such a site. */
export const takeOverScripts: readonly SiteScript[] = [
  { id: '2-take-over-bridge', file: 'src/extension/take-over-bridge.iife.js', world: 'ISOLATED' },
  { id: '3-take-over', file: 'src/extension/take-over.iife.js', world: 'MAIN' },
];

/** The scripts to be registered, so that exactly the sites that a person allowed have them. */
export function scriptsFor(sites: readonly Site[]): Scripting.RegisteredContentScript[] {
  const allowed = sites.filter(({ state }) => state === 'allowed');
  return [
    ...registrations(
      pageScripts,
      allowed.filter(({ origin }) => !isLocal(origin)),
    ),
    ...registrations(
      takeOverScripts,
      allowed.filter(({ takeOver }) => takeOver),
    ),
  ];
}

function registrations(scripts: readonly SiteScript[], sites: readonly Site[]): Scripting.RegisteredContentScript[] {
  if (sites.length === 0) return [];
  const matches = [...new Set(sites.map(({ origin }) => hostPattern(origin)))].sort();
  return scripts.map(({ id, file, world }) => ({
    id,
    js: [file],
    world,
    matches,
    runAt: 'document_start',
    allFrames: true,
    matchOriginAsFallback: true,
    persistAcrossSessions: true,
  }));
}
