/** The built relay against a bare pass-through. */
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { peakMemory } from '../../support/memory.ts';
import { median, type Round, short, values } from './figures.ts';
import { runScenario, target } from './programs/drive.mjs';
import { genKeys } from './programs/gen-keys.mjs';
import type { Measured, Row } from './rows.ts';
import { type Server, startPassthrough, startRelay } from './servers.ts';

const goodKeys = genKeys(20, 20);

export const relayRows: readonly Row[] = [
  { title: 'non-stream, c=32, requests/s', scenario: 'ns32', figure: 'rps', as: 'ratio', goal: '>= 0.5' },
  { title: 'CPU per request, c=32', scenario: 'ns32', figure: 'cpuPer1k', as: 'ratio', goal: '<= 2.5' },
  { title: 'p50 at c=1', scenario: 'ns1', figure: 'lat.p50', as: 'ratio', goal: '<= 2' },
  {
    title: 'stream, 100 chunks, c=32, chunks/s',
    scenario: 'st32',
    figure: 'chunksPerSec',
    as: 'ratio',
    goal: '>= 0.8',
  },
  {
    title: 'the same, fake streaming',
    scenario: 'st32',
    figure: 'chunksPerSec',
    as: 'ratio',
    goal: '-',
    ours: 'relay fake',
  },
  { title: 'added time to first chunk, ms', scenario: 'ttfb', figure: 'ttft.p50', as: 'difference', goal: '<= 1.5' },
  { title: '500 slow streams: p99 chunk hop, ms', scenario: 'slow500', figure: 'hop.p99', as: 'alone', goal: '<= 10' },
  { title: '500 slow streams: KiB a stream', scenario: 'slow500', figure: 'kibPerStream', as: 'alone', goal: '<= 100' },
  { title: '634 KB chat, requests/s', scenario: 'long8', figure: 'rps', as: 'ratio', goal: '>= 0.3' },
  { title: '15 MiB image, p50', scenario: 'img1', figure: 'lat.p50', as: 'ratio', goal: '<= 3' },
  { title: 'failover: answered of 200', scenario: 'failover', figure: 'ok', as: 'alone', goal: '200' },
  {
    title: 'failover: upstream tries a request',
    scenario: 'failover',
    figure: 'attemptsPerRequest',
    as: 'alone',
    goal: '<= 1.05',
  },
  { title: 'failover: first answer, ms', scenario: 'failover', figure: 'firstMs', as: 'alone', goal: '<= 100' },
  { title: 'idle relay: RSS, MiB', scenario: 'idle', figure: 'rss', as: 'alone', goal: '<= 60' },
  { title: 'installed relay, MB', scenario: 'idle', figure: 'installed', as: 'alone', goal: '<= 25' },
];

/** One round of a scenario: the pass-through, then the relay. */
export async function benchRelay(scenario: string, mock: Server, scale: number, measured: Measured): Promise<void> {
  async function measure(name: string, server: Server, path: string, format: 'openai' | 'gemini') {
    const own = {
      name,
      base: server.url + path,
      key: 'bench-password',
      pids: [server.pid],
      mock: mock.url,
      format,
      scale,
    };
    const round = withShares(await runScenario(target(own), scenario));
    measured.keep(name, scenario, round);
    console.error(
      `${name} ${scenario}: ${short(median(values([round], 'rps')))} requests/s, ${JSON.stringify(round.fails ?? {})}`,
    );
  }

  async function measureRelay(name: string, keys: readonly string[], env: Readonly<Record<string, string>>) {
    const storage = await mkdtemp(join(tmpdir(), 'hajimi-bench-'));
    const relay = await startRelay(mock.url, keys, { STORAGE_DIR: storage, ...env });
    try {
      await measure(name, relay, '/v1', 'openai');
    } finally {
      await relay.stop();
      await rm(storage, { recursive: true, force: true });
    }
  }

  if (scenario === 'idle') {
    measured.keep('relay', scenario, await idleRelay(mock));
    return;
  }
  if (scenario === 'failover') return measureRelay('relay', genKeys(1000, 10), { MAX_RETRY_NUM: '1000' });
  const floor = await startPassthrough(mock.url);
  await measure('passthrough', floor, '/v1beta', 'gemini');
  await floor.stop();
  await measureRelay('relay', goodKeys, { FAKE_STREAMING: 'false' });
  if (relayRows.some((row) => row.scenario === scenario && row.ours === 'relay fake')) {
    await measureRelay('relay fake', goodKeys, {});
  }
}

const SLOW_STREAMS = 500;

/** What each of the streams that were open together took, as far as the scenario has such. */
function withShares(round: Round): Round {
  const { rssBefore, rssPeak } = round;
  if (typeof rssBefore !== 'number' || typeof rssPeak !== 'number') return round;
  return { ...round, kibPerStream: ((rssPeak - rssBefore) * 1024) / SLOW_STREAMS };
}

/** The relay with a storage folder and 20 keys, 5 s after its start, and what `npm install` of it puts on the disk. */
async function idleRelay(mock: Server): Promise<Round> {
  const storage = await mkdtemp(join(tmpdir(), 'hajimi-bench-'));
  const relay = await startRelay(mock.url, goodKeys, { STORAGE_DIR: storage });
  await sleep(5_000);
  const rss = peakMemory(relay.pid).now() / 1024 / 1024;
  await relay.stop();
  await rm(storage, { recursive: true, force: true });
  const folders = ['../../../dist/relay', '../../../node_modules/node-sqlite3-wasm'];
  const sizes = await Promise.all(folders.map((folder) => sizeOf(fileURLToPath(new URL(folder, import.meta.url)))));
  return { rss, installed: sizes.reduce((sum, size) => sum + size, 0) / 1e6 };
}

async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true });
  const stats = await Promise.all(entries.map((entry) => stat(join(folder, entry))));
  return stats.reduce((sum, one) => sum + (one.isFile() ? one.size : 0), 0);
}
