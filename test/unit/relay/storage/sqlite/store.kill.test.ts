import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { clock } from '../../../../../src/relay/ports/platform.ts';
import { openFileStore } from '../../../../../src/relay/storage/sqlite/store.ts';

const rounds = 30;
const storage = mkdtempSync(join(tmpdir(), 'hajimi-kill-'));
// Inside the project, so that the engine is found, which loads a file of its own.
const built = fileURLToPath(
  new URL(`../../../../../node_modules/.cache/hajimi-victim-${process.pid}`, import.meta.url),
);

beforeAll(async () => {
  await build({
    configFile: false,
    logLevel: 'silent',
    ssr: { noExternal: true, external: ['node-sqlite3-wasm'] },
    build: { ssr: fileURLToPath(new URL('store.victim.ts', import.meta.url)), outDir: built, emptyOutDir: true },
  });
}, 30_000);

afterAll(() => {
  for (const folder of [storage, built]) rmSync(folder, { recursive: true, force: true });
});

function start(round: number) {
  const victim = spawn(process.execPath, [join(built, 'store.victim.js'), storage, String(round)], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let output = '';
  const gone = new Promise<'gone'>((resolve) => victim.once('close', () => resolve('gone')));
  const acknowledged = new Promise<'acknowledged'>((resolve) => {
    victim.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (output.includes('acknowledged')) resolve('acknowledged');
    });
  });
  return {
    first: Promise.race([acknowledged, gone]),
    /** Kills it and tells what it had said until then: pairs of a word and what it was about. */
    async kill() {
      victim.kill('SIGKILL');
      await gone;
      const lines = output.split('\n').slice(0, -1);
      return lines.map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)] as const);
    },
  };
}

it(`loses nothing that was acknowledged, and counts right, when it is killed ${rounds} times`, async () => {
  const acknowledged: string[] = [];
  let calls = 0;
  for (let round = 0; round < rounds; round++) {
    const victim = start(round);
    expect(await victim.first).toBe('acknowledged');
    await sleep((round * 7) % 61);
    const said = await victim.kill();
    const last = (word: string) => Number(said.findLast(([spoken]) => spoken === word)?.[1] ?? 0);
    expect(said.filter(([word]) => word === 'failed')).toEqual([]);
    acknowledged.push(...said.filter(([word]) => word === 'acknowledged').map(([, id]) => id));

    const store = await openFileStore(storage, clock);
    const { credentials, counters } = await store.load();
    const minutes = await store.scan('buckets', `minute|${round}|`, `minute|${round}~`);
    await store.close();

    expect(acknowledged.filter((id) => credentials.get(id)?.secret !== id)).toEqual([]);
    const counted = (counters.get('calls')?.n ?? 0) - calls;
    expect(counted).toBeLessThanOrEqual(last('counted'));
    expect(counted).toBeGreaterThanOrEqual(last('safe'));
    // Both are in the same commits: a commit is in whole or not at all.
    expect(minutes).toHaveLength(counted);
    calls += counted;
  }
  expect(acknowledged.length).toBeGreaterThan(rounds);
}, 120_000);

it('is had by exactly one of several relays that start at once after a kill', async () => {
  const killed = start(rounds);
  await killed.first;
  await killed.kill();
  const contenders = [1, 2, 3].map((n) => start(rounds + n));
  const outcomes = await Promise.all(contenders.map(({ first }) => first));
  for (const contender of contenders) await contender.kill();
  expect(outcomes.sort()).toEqual(['acknowledged', 'gone', 'gone']);
}, 60_000);
