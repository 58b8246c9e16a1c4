import { join } from 'node:path';
import type { Env } from './variables.ts';

/** Where this platform keeps what belongs to a user's programs; Termux counts as Linux. */
export function dataFolder(env: Env, platform: NodeJS.Platform): string {
  const home = env.HOME ?? env.USERPROFILE ?? '.';
  if (platform === 'win32') return join(env.LOCALAPPDATA ?? join(home, 'AppData', 'Local'), 'hajimi');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'hajimi');
  return join(env.XDG_DATA_HOME || join(home, '.local', 'share'), 'hajimi');
}
