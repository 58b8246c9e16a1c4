/** Shows the config page to the person who started the relay by hand. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Env } from '../config/variables.ts';

/** What tells whether somebody sits in front of this computer. */
export interface Surroundings {
  readonly env: Env;
  readonly platform: NodeJS.Platform;
  /** Whether the relay was started in a terminal. */
  readonly isTerminal: boolean;
  readonly isContainer: boolean;
}

export const surroundings = (): Surroundings => ({
  env: process.env,
  platform: process.platform,
  isTerminal: process.stdin.isTTY === true && process.stdout.isTTY === true,
  isContainer: ['/.dockerenv', '/run/.containerenv'].some((path) => existsSync(path)),
});

/** Not where a script, a service or somebody far away started it, or where no screen is. */
export function isDesktop({ env, platform, isTerminal, isContainer }: Surroundings): boolean {
  const isSet = (...names: string[]) => names.some((name) => env[name]?.trim());
  if (!isTerminal || isContainer || isSet('CI', 'SSH_CONNECTION', 'SSH_TTY', 'KUBERNETES_SERVICE_HOST')) return false;
  return platform === 'win32' || platform === 'darwin' || isSet('DISPLAY', 'WAYLAND_DISPLAY', 'TERMUX_VERSION');
}

/** The program that shows an address in the person's own browser. */
export function openerFor(url: string, { env, platform }: Surroundings): readonly [program: string, ...args: string[]] {
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler', url];
  if (platform === 'darwin') return ['open', url];
  return [env.TERMUX_VERSION?.trim() ? 'termux-open-url' : 'xdg-open', url];
}

/** Starts it and leaves it alone; where there is none, the person has the address in the log. */
export function openBrowser(url: string, around: Surroundings): void {
  const [program, ...args] = openerFor(url, around);
  const child = spawn(program, args, { stdio: 'ignore', detached: true });
  child.on('error', () => undefined);
  child.unref();
}
