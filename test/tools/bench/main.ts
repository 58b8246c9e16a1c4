/**
 * The relay against a bare pass-through, and the extension against a page's own `fetch`, in interleaved rounds:
 * `npm run bench` (`-- --short` for under 2 minutes, `-- --rounds 7`, `-- --only ns1,extWarm`, `-- --json file`). What
 * counts are comparisons within one run; absolute figures are this machine's.
 */
import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { extensionRows, openExtensionBench } from './extension.ts';
import { table } from './figures.ts';
import { benchRelay, relayRows } from './relay.ts';
import { cells, createMeasured } from './rows.ts';
import { startMock } from './servers.ts';

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    short: { type: 'boolean', default: false },
    json: { type: 'string', default: 'dist/bench.json' },
    only: { type: 'string', default: '' },
  },
});
const rounds = options.short ? 1 : Number(options.rounds);
const scale = options.short ? 0.3 : 1;
// `ext` means all whose name begins so.
const wanted = options.only.split(',');
const rows = [...relayRows, ...extensionRows].filter(({ scenario }) =>
  wanted.some((beginning) => scenario.startsWith(beginning)),
);
const scenarios = [...new Set(rows.map(({ scenario }) => scenario))];
const ofExtension = new Set(extensionRows.map(({ scenario }) => scenario));

const measured = createMeasured();
const mock = await startMock();
const extension = scenarios.some((name) => ofExtension.has(name)) ? await openExtensionBench(mock.url) : undefined;
for (let round = 0; round < rounds; round++) {
  for (const scenario of scenarios) {
    if (ofExtension.has(scenario)) await extension?.measure(scenario, scale, measured);
    else await benchRelay(scenario, mock, scale, measured);
  }
}
await extension?.close();
await mock.stop();

const head = ['work', 'floor', 'Hajimi', 'compared', 'goal'];
const [cpu] = cpus();
const when = new Date().toISOString().slice(0, 10);
console.log(`${when}, Node ${process.version}, ${cpus().length} x ${cpu?.model}, ${rounds} rounds\n`);
console.log(
  table(
    head,
    rows.map((row) => cells(row, measured)),
  ),
);
await writeFile(options.json, JSON.stringify(measured, null, 1));
