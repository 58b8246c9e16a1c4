import type { Scripting } from 'webextension-polyfill';

export type Registry = Pick<
  Scripting.Static,
  'getRegisteredContentScripts' | 'registerContentScripts' | 'unregisterContentScripts'
>;

/** Makes the registered scripts exactly these. An update of the extension has taken all of them away. */
export async function register(
  registry: Registry,
  scripts: readonly Scripting.RegisteredContentScript[],
): Promise<void> {
  // All anew: Firefox runs them in the order in which they came.
  const before = await registry.getRegisteredContentScripts();
  if (before.length > 0) await registry.unregisterContentScripts({ ids: before.map(({ id }) => id) });
  if (scripts.length > 0) await registry.registerContentScripts([...scripts]);
}
