import type { Scripting } from 'webextension-polyfill';

export type Registry = Pick<
  Scripting.Static,
  'getRegisteredContentScripts' | 'registerContentScripts' | 'unregisterContentScripts' | 'updateContentScripts'
>;

type Script = Scripting.RegisteredContentScript;

/**
 * Makes the registered scripts exactly these. An update of the extension has taken all of them away. What stays is never
 * away in between: a page may be loaded at that moment.
 * @param scripts in the order in which they are to run, which is the one in which Firefox got them first.
 * @returns whether pages may now have to have some that they had not.
 */
export async function register(registry: Registry, scripts: readonly Script[]): Promise<boolean> {
  const before = new Map((await registry.getRegisteredContentScripts()).map((script) => [script.id, script]));
  const gone = [...before.keys()].filter((id) => !scripts.some((script) => script.id === id));
  const added = scripts.filter(({ id }) => !before.has(id));
  const changed = scripts.filter((script) => isOther(before.get(script.id), script));
  if (gone.length > 0) await registry.unregisterContentScripts({ ids: gone });
  if (changed.length > 0) {
    // What is left out of an update stays as it was.
    await registry.updateContentScripts(
      changed.map((script) => ({ ...script, excludeMatches: script.excludeMatches ?? [] })),
    );
  }
  if (added.length > 0) await registry.registerContentScripts([...added]);
  return added.length > 0 || changed.length > 0;
}

const isOther = (before: Script | undefined, script: Script): boolean =>
  before !== undefined && patternsOf(before) !== patternsOf(script);

/** A browser may give them back in another order. */
const patternsOf = ({ matches = [], excludeMatches = [] }: Pick<Script, 'matches' | 'excludeMatches'>): string =>
  JSON.stringify([[...matches].sort(), [...excludeMatches].sort()]);
