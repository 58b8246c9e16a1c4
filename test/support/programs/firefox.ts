/** Finds a Firefox, or gets one. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { aptInstall, isRootOn } from './apt.ts';
import type { Machine } from './browser.ts';

const advice = 'install Firefox 140 or newer, or set FIREFOX_PATH';

/** The path of the Firefox that is there, or undefined. `FIREFOX_PATH` wins, and must be right. */
export function lookForFirefox({ platform, env, exists }: Pick<Machine, 'platform' | 'env' | 'exists'>) {
  const wanted = env.FIREFOX_PATH;
  if (wanted !== undefined && wanted !== '') {
    if (!exists(wanted)) throw new Error(`FIREFOX_PATH is ${wanted}, and there is no such file`);
    return wanted;
  }
  return systemPaths(platform, env).find(exists);
}

function systemPaths(platform: NodeJS.Platform, env: Machine['env']): string[] {
  if (platform === 'darwin') {
    return ['/Applications', join(env.HOME ?? '', 'Applications')].map((folder) =>
      join(folder, 'Firefox.app', 'Contents', 'MacOS', 'firefox'),
    );
  }
  if (platform === 'win32') {
    return [env.PROGRAMFILES, env['PROGRAMFILES(X86)']].flatMap((folder) =>
      folder === undefined ? [] : [join(folder, 'Mozilla Firefox', 'firefox.exe')],
    );
  }
  // A snap cannot read a profile in /tmp, so `firefox` comes last: on Ubuntu it is one.
  const folders = [...(env.PATH ?? '').split(delimiter), '/usr/bin'];
  return ['firefox-esr', 'firefox'].flatMap((command) => folders.map((folder) => join(folder, command)));
}

/** A Firefox's path. Where there is none, root on Debian gets one installed; everybody else gets undefined, and is told. */
export function findFirefox(): string | undefined {
  const look = () => lookForFirefox({ platform: process.platform, env: process.env, exists: existsSync });
  const found = look();
  if (found !== undefined) return found;
  try {
    if (isRootOn('debian')) aptInstall('firefox-esr');
  } catch (error) {
    console.warn(String(error));
  }
  const installed = look();
  if (installed === undefined) {
    console.warn(`No Firefox was found, so its tests are skipped: ${advice}`);
  }
  return installed;
}
