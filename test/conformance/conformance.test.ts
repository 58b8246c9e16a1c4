/** The rule book's cases against the relay, as a process and over HTTP: `runner.mjs` is the judge. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../support/programs/free-port.ts';
import { startRelayProcess } from '../support/relay.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const casesFolder = here('./cases');
const names = (await readdir(casesFolder)).map((file) => file.replace(/\.json$/, '')).sort();
const password = 'conformance-password';

interface Verdict {
  readonly name: string;
  readonly result: 'passed' | 'failed' | 'skipped';
  readonly diffs?: readonly string[];
}

async function runAll(settings: Readonly<Record<string, string>>): Promise<ReadonlyMap<string, Verdict>> {
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), 'hajimi-conformance-'));
  const report = join(folder, 'report.json');
  const relay = await startRelayProcess({
    PASSWORD: password,
    GEMINI_BASE_URL: `http://127.0.0.1:${port}`,
    // Error cases retire keys, so there are plenty.
    GEMINI_API_KEYS: Array.from({ length: 30 }, (_, i) => `AIzaSy${String(i).padStart(33, 'conformance')}`).join(' '),
    MAX_REQUESTS_PER_MINUTE: '100000',
    FETCH_PRIVATE_IMAGES: 'true',
    ...settings,
  });
  try {
    const runner = spawn(
      process.execPath,
      [
        here('./runner.mjs'),
        ...['--proxy', `${relay.url}/v1`, '--key', password, '--mock-port', String(port)],
        ...['--cases', casesFolder, '--assets', '--json', report],
      ],
      { stdio: 'ignore' },
    );
    await once(runner, 'exit');
    const { cases } = JSON.parse(await readFile(report, 'utf8')) as { cases: Verdict[] };
    return new Map(cases.map((verdict) => [verdict.name, verdict]));
  } finally {
    await relay.stop();
    await rm(folder, { recursive: true });
  }
}

describe.each([
  ['true streaming', { FAKE_STREAMING: 'false' }],
  ['fake streaming', { FAKE_STREAMING: 'true' }],
])('translation conformance, %s', (_, settings) => {
  let verdicts: ReadonlyMap<string, Verdict>;
  beforeAll(async () => {
    verdicts = await runAll(settings);
  }, 120_000);

  test.each(names)('%s', (name) => {
    const verdict = verdicts.get(name);
    expect(verdict?.diffs).toEqual([]);
    expect(verdict?.result).toBe('passed');
  });
});
