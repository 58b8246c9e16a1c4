/** Finds a Chromium that still loads unpacked extensions, or gets one. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright';

export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where Playwright would keep its own Chromium. */
  readonly playwrightPath: string;
  readonly exists: (path: string) => boolean;
}

/** Google Chrome and Edge are left out on purpose: from 137 on they ignore `--load-extension` (mv3.md section 7). */
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
  if (look() === undefined && isRootOnDebian()) {
    installOnDebian('Chromium', ['chromium', 'fonts-noto-cjk'], 'set CHROME_PATH to a Chromium of your own');
  }
  const found = look();
  if (found === undefined) {
    const withLibraries = process.platform === 'linux' ? '--with-deps ' : '';
    throw new Error(`No Chromium was found. This command gets one: npx playwright install ${withLibraries}chromium`);
  }
  return found;
}

export function isRootOnDebian(): boolean {
  const release = '/etc/os-release';
  // Ubuntu's package of that name is only a pointer to a snap, which containers cannot run.
  return process.getuid?.() === 0 && existsSync(release) && /^ID=debian$/m.test(readFileSync(release, 'utf8'));
}

/**
 * Installs what was not found.
 * @param otherwise what a person can do where that fails.
 * @throws {Error} with that advice.
 */
export function installOnDebian(what: string, packages: readonly string[], otherwise: string): void {
  console.error(`No ${what} was found: installing ${packages.join(', ')} with apt-get.`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const words of [['update'], ['install', '-y', '--no-install-recommends', ...packages]]) {
    // Their output is no part of ours, but says why it failed.
    const { status } = spawnSync('apt-get', words, { env, stdio: ['ignore', 'ignore', 'inherit'] });
    if (status !== 0) throw new Error(`apt-get ${words[0]} failed; ${otherwise}`);
  }
}
