import browser from 'webextension-polyfill';
import { extensionFetch } from '../../src/extension/rpc/owner-fetch.ts';
import type { Shell } from './shell.ts';

/** All of the host: match patterns know no paths worth asking for, and Firefox's know no ports. */
const hostOf = (url: string) => {
  const { protocol, hostname } = new URL(url);
  // The asterisk of a wildcard is escaped by Chromium.
  return { origins: [`${protocol}//${decodeURIComponent(hostname)}/*`] };
};

export const extensionShell: Shell = {
  fetch: (path, init) => extensionFetch(`https://hajimi.invalid${path}`, init),
  mayCall: (url) => browser.permissions.contains(hostOf(url)),
  // A host that the manifest does not let us ask for is refused with an error: the same to the person as "no".
  askToCall: (url) => browser.permissions.request(hostOf(url)).catch(() => false),
};
