/** Installs what a test needs where nobody is there to be asked: as root on Debian, which is what test containers are. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** Ubuntu counts for programs that it has as packages; its Chromium is only a pointer to a snap. */
export function isRootOn(...systems: readonly string[]): boolean {
  const release = '/etc/os-release';
  if (process.getuid?.() !== 0 || !existsSync(release)) return false;
  const id = /^ID="?(\w+)/m.exec(readFileSync(release, 'utf8'))?.[1] ?? '';
  return systems.includes(id);
}

/** @throws {Error} when apt-get fails. */
export function aptInstall(...packages: readonly string[]): void {
  console.error(`Installing ${packages.join(', ')} with apt-get.`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const words of [['update'], ['install', '-y', '--no-install-recommends', ...packages]]) {
    // Its output is no part of ours, but says why it failed.
    const { status } = spawnSync('apt-get', words, { env, stdio: ['ignore', 'ignore', 'inherit'] });
    if (status !== 0) throw new Error(`apt-get ${words[0]} failed`);
  }
}
