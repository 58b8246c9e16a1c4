/**
 * The relay against a bare pass-through, in interleaved rounds: `npm run bench` (`-- --short` for under 2 minutes,
 * `-- --rounds 7`, `-- --json file`). What counts are ratios within one run; absolute figures are this machine's.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runScenario, target } from './drive.mjs';
import { median, type Round, short, table, values } from './figures.ts';
import { genKeys } from './gen-keys.mjs';
import { type Server, startMock, startPassthrough, startRelay } from './servers.ts';

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    short: { type: 'boolean', default: false },
    json: { type: 'string', default: 'dist/bench.json' },
    only: { type: 'string' },
  },
});
const rounds = options.short ? 1 : Number(options.rounds);
const scale = options.short ? 0.3 : 1;
const goodKeys = genKeys(20, 20);

interface Row {
  readonly title: string;
  readonly scenario: string;
  readonly figure: string;
  /** What is compared: the ratio to the pass-through, the difference to it, or the figure alone. */
  readonly as: 'ratio' | 'difference' | 'alone';
  readonly goal: string;
  readonly relay?: 'fake';
}

const rows: readonly Row[] = [
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
    relay: 'fake',
  },
  { title: 'added time to first chunk, ms', scenario: 'ttfb', figure: 'ttft.p50', as: 'difference', goal: '<= 1.5' },
  { title: '500 slow streams: p99 chunk hop, ms', scenario: 'slow500', figure: 'hop.p99', as: 'alone', goal: '<= 10' },
  { title: '500 slow streams: peak RSS, MiB', scenario: 'slow500', figure: 'rssPeak', as: 'alone', goal: '-' },
  { title: '634 KB chat, requests/s', scenario: 'long8', figure: 'rps', as: 'ratio', goal: '>= 0.3' },
  { title: '15 MiB image, p50', scenario: 'img1', figure: 'lat.p50', as: 'ratio', goal: '<= 3' },
];
const failoverRows = [
  ['answered of 200', 'ok', '200'],
  ['upstream tries a request', 'attemptsPerRequest', '<= 1.05'],
  ['first answer, ms', 'firstMs', '<= 100'],
] as const;

const mock = await startMock();
const measured = new Map<string, Round[]>();
const keep = (name: string, round: Round) => measured.set(name, [...(measured.get(name) ?? []), round]);

async function measure(name: string, server: Server, scenario: string, path: string, format: 'openai' | 'gemini') {
  const own = {
    name,
    base: server.url + path,
    key: 'bench-password',
    pids: [server.pid],
    mock: mock.url,
    format,
    scale,
  };
  const round = await runScenario(target(own), scenario);
  keep(`${name} ${scenario}`, round);
  console.error(
    `${name} ${scenario}: ${short(median(values([round], 'rps')))} requests/s, ${JSON.stringify(round.fails ?? {})}`,
  );
}

async function withRelay(keys: readonly string[], env: Record<string, string>, use: (relay: Server) => Promise<void>) {
  const storage = await mkdtemp(join(tmpdir(), 'hajimi-bench-'));
  const relay = await startRelay(mock.url, keys, { STORAGE_DIR: storage, ...env });
  try {
    await use(relay);
  } finally {
    await relay.stop();
    await rm(storage, { recursive: true, force: true });
  }
}

const scenarios = [...new Set(rows.map(({ scenario }) => scenario))].filter(
  (name) => options.only === undefined || options.only.split(',').includes(name),
);
for (let round = 0; round < rounds; round++) {
  for (const scenario of scenarios) {
    const floor = await startPassthrough(mock.url);
    await measure('passthrough', floor, scenario, '/v1beta', 'gemini');
    await floor.stop();
    await withRelay(goodKeys, { FAKE_STREAMING: 'false' }, (relay) =>
      measure('relay', relay, scenario, '/v1', 'openai'),
    );
    if (rows.some((row) => row.scenario === scenario && row.relay === 'fake')) {
      await withRelay(goodKeys, {}, (relay) => measure('relay fake', relay, scenario, '/v1', 'openai'));
    }
  }
  if (options.only === undefined || options.only.includes('failover')) {
    await withRelay(genKeys(1000, 10), { MAX_RETRY_NUM: '1000' }, (relay) =>
      measure('relay', relay, 'failover', '/v1', 'openai'),
    );
  }
}
await mock.stop();

const of = (name: string, scenario: string, figure: string) =>
  values(measured.get(`${name} ${scenario}`) ?? [], figure);
const body = rows
  .filter(({ scenario }) => scenarios.includes(scenario))
  .map(({ title, scenario, figure, as, goal, relay }) => {
    const ours = of(relay === 'fake' ? 'relay fake' : 'relay', scenario, figure);
    const floor = of('passthrough', scenario, figure);
    const pairs = ours.map((value, round) => {
      const base = floor[round] ?? Number.NaN;
      return as === 'ratio' ? value / base : as === 'difference' ? value - base : value;
    });
    return [title, short(median(floor)), short(median(ours)), short(median(pairs)), goal];
  });
const failover = failoverRows.map(([title, figure, goal]) => {
  const ours = short(median(of('relay', 'failover', figure)));
  return [`failover: ${title}`, '-', ours, ours, goal];
});
console.log(table(['work', 'pass-through', 'relay', 'compared', 'goal'], [...body, ...failover]));
await writeFile(options.json, JSON.stringify(Object.fromEntries(measured), null, 1));
