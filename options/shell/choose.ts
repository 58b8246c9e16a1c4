import type { Shell } from './shell.ts';

/** The extension's parts are loaded only inside an extension: the polyfill refuses to be loaded anywhere else. */
export async function chooseShell(location: Location): Promise<Shell> {
  if (location.protocol.endsWith('-extension:')) return (await import('./extension.ts')).extensionShell;
  return (await import('./relay.ts')).createRelayShell();
}
