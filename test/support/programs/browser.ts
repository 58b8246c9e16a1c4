/** Finds a Chromium that still loads unpacked extensions, or gets one. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright';
import { aptInstall, isRootOn } from './apt.ts';

export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where Playwright would keep its own Chromium. */
  readonly playwrightPath: string;
  readonly exists: (path: string) => boolean;
}

/** Without branded Chrome and Edge, which ignore `--load-extension` (docs/design/platform.md#browsers-for-tests). */
const commands = ['chromium', 'chromium-browser', 'chrome-for-testing', 'google-chrome-for-testing'];

/** The path of the best browser that is there, or undefined. `CHROME_PATH` wins, and must be right. */
export function lookForBrowser({ platform, env, playwrightPath, exists }: Machine): string | undefined {
  const wanted = env.CHROME_PATH;
  if (wanted !== undefined && wanted !== '') {
    if (!exists(wanted)) throw new Error(`CHROME_PATH is ${wanted}, and there is no such file`);
    return wanted;
  }
  return [playwrightPath, ...systemPaths(platform, env)].find((path) => path !== '' && exists(path));
}

function systemPaths(platform: NodeJS.Platform, env: Machine['env']): string[] {
  if (platform === 'darwin') {
    return ['Chromium', 'Google Chrome for Testing'].flatMap((name) =>
      ['/Applications', join(env.HOME ?? '', 'Applications')].map((folder) =>
        join(folder, `${name}.app`, 'Contents', 'MacOS', name),
      ),
    );
  }
  if (platform === 'win32') {
    return [env.LOCALAPPDATA, env.PROGRAMFILES, env['PROGRAMFILES(X86)']].flatMap((folder) =>
      folder === undefined ? [] : [join(folder, 'Chromium', 'Application', 'chrome.exe')],
    );
  }
  const folders = [...(env.PATH ?? '').split(delimiter), '/usr/bin', '/snap/bin'];
  return commands.flatMap((command) => folders.map((folder) => join(folder, command)));
}

/**
 * A browser's path. Where there is none, root on Debian gets one installed; everybody else gets the command to type.
 * @throws {Error} with that command.
 */
export async function findBrowser(): Promise<string> {
  const look = () =>
    lookForBrowser({
      platform: process.platform,
      env: process.env,
      playwrightPath: chromium.executablePath(),
      exists: existsSync,
    });
  if (look() === undefined && isRootOn('debian')) aptInstall('chromium', 'fonts-noto-cjk');
  const found = look();
  if (found === undefined) {
    const withLibraries = process.platform === 'linux' ? '--with-deps ' : '';
    throw new Error(`No Chromium was found. This command gets one: npx playwright install ${withLibraries}chromium`);
  }
  return found;
}
