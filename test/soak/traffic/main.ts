/**
 * `npm run soak -- [--minutes 10]`: mixed traffic through the relay and, at the same time, through the extension. Prints a
 * line a minute: what was asked, and the memory of both, which is to stay flat.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { trueStreaming } from '../../e2e/support/bench.ts';
import { askFromPage, ownerBy } from '../../e2e/support/owner.ts';
import { peakMemory } from '../../support/memory.ts';
import { startChromium } from '../../tools/bench/chromium.ts';
import { short, table } from '../../tools/bench/figures.ts';
import { genKeys } from '../../tools/bench/programs/gen-keys.mjs';
import { startMock, startRelay } from '../../tools/bench/servers.ts';
import { type Ends, mixedTraffic } from './mixed-traffic.ts';

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '10' } } });
const minutes = Number(values.minutes);
const model = 'gemini-2.5-flash';
const keys = genKeys(20, 20);

const mock = await startMock();
const pace = JSON.stringify({ chunks: 50, chunkMs: 10, ttfbMs: 20 });
await fetch(`${mock.url}/__mock/config`, { method: 'POST', body: pace });

const storage = await mkdtemp(join(tmpdir(), 'hajimi-soak-'));
const relay = await startRelay(mock.url, keys, { STORAGE_DIR: storage, FAKE_STREAMING: 'false' });
const relayMemory = peakMemory(relay.pid);

const chromium = await startChromium([]);
const own = await chromium.open(`chrome-extension://${chromium.extensionId}/manifest.json`);
const owner = ownerBy((asked) => own.evaluate(askFromPage, asked));
await owner.configure(mock.url, keys, { ...trueStreaming, maxRequestsPerMinute: 0, maxRequestsPerDayPerIp: 0 });
const page = await chromium.open(`${mock.url}/v1beta/models`);

const MiB = (bytes: number) => short(bytes / 1024 / 1024);
const told = ({ whole, stream, large, left, failed, odd }: Ends) =>
  `${whole} / ${stream} / ${large} / ${left} / ${failed} / ${odd}`;
const head = [
  'minute',
  'relay: whole / streams / large / left / failed / odd',
  'RSS MiB',
  'extension: the same',
  'heap MiB',
];
const rows: string[][] = [];
for (let minute = 1; minute <= minutes; minute++) {
  const traffic = { password: 'bench-password', model, ms: 60_000 };
  const [ofRelay, ofExtension] = await Promise.all([
    mixedTraffic({ ...traffic, url: `${relay.url}/v1/chat/completions` }),
    page.evaluate(mixedTraffic, { ...traffic, url: 'https://hajimi.invalid/v1/chat/completions' }),
  ]);
  const heap = await chromium.workerHeap();
  rows.push([String(minute), told(ofRelay), MiB(relayMemory.now()), told(ofExtension), MiB(heap)]);
  console.error(rows.at(-1)?.join('  '));
}
console.log(table(head, rows));

await chromium.close();
await relay.stop();
await mock.stop();
await rm(storage, { recursive: true, force: true });
