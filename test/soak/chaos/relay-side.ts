import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RelayEnv, startRelayProcess } from '../../support/relay.ts';
import type { Side } from './side.ts';

const authorization = 'Bearer 123';

/** The relay as a process with a storage folder, killed with SIGKILL. */
export async function openRelaySide(upstream: string, settings: RelayEnv = {}): Promise<Side> {
  const folder = await mkdtemp(join(tmpdir(), 'hajimi-chaos-relay-'));
  const start = () =>
    startRelayProcess({ GEMINI_BASE_URL: upstream, ENABLE_STORAGE: 'true', STORAGE_DIR: folder, ...settings });
  let relay = await start();
  const ask: Side['admin'] = async (path, { headers, ...rest } = {}) => {
    const response = await fetch(relay.url + path, { ...rest, headers: { authorization, ...headers } });
    return { status: response.status, headers: Object.fromEntries(response.headers), text: await response.text() };
  };
  return {
    name: 'relay',
    ask,
    admin: ask,
    async kill() {
      await relay.stop('SIGKILL');
      relay = await start();
      return 'SIGKILL';
    },
    errors: () => relay.log.filter(({ level }) => level === 'error'),
    async close() {
      await relay.stop();
      await rm(folder, { recursive: true });
    },
  };
}
