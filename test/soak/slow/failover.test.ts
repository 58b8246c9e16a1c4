/** A pool of mostly spent keys answers at the first try once it has found a good one, also after a restart. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startBench } from '../../e2e/support/bench.ts';
import { stopWorker } from '../../e2e/support/owner.ts';
import { startFakeGemini } from '../../fake-gemini/server.ts';
import { startRelayProcess } from '../../support/relay.ts';
import { mostlyDeadKeys, spendMost, triesPerRequest } from '../support/mostly-dead.ts';

const chat = (number: number) =>
  JSON.stringify({ model: 'gemini-2.5-flash', messages: [{ role: 'user', content: `question ${number}` }] });

test('the relay, also after kill -9', async () => {
  const fake = await startFakeGemini();
  spendMost(fake);
  const folder = await mkdtemp(join(tmpdir(), 'hajimi-failover-'));
  const env = {
    GEMINI_BASE_URL: fake.url,
    ENABLE_STORAGE: 'true',
    STORAGE_DIR: folder,
    GEMINI_API_KEYS: mostlyDeadKeys.join(' '),
    MAX_RETRY_NUM: '1000',
    MAX_REQUESTS_PER_MINUTE: '0',
  };
  const ask = async (url: string, number: number) => {
    const headers = { authorization: 'Bearer 123', 'content-type': 'application/json' };
    return (await fetch(`${url}/v1/chat/completions`, { method: 'POST', headers, body: chat(number) })).status;
  };
  let relay = await startRelayProcess(env);
  expect(await ask(relay.url, 0)).toBe(200);
  for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
    fake.reset();
    spendMost(fake);
    const statuses: number[] = [];
    for (let number = 1; number <= 200; number++) statuses.push(await ask(relay.url, number));
    expect(statuses.filter((status) => status === 200)).toHaveLength(200);
    expect(triesPerRequest(fake, 200)).toBeLessThanOrEqual(1.05);
    await relay.stop(signal);
    if (signal === 'SIGKILL') relay = await startRelayProcess(env);
  }
  await fake.close();
  await rm(folder, { recursive: true });
});

test('the extension, also after its worker was stopped', async () => {
  const bench = await startBench();
  const { fake, owner } = bench;
  await owner.forgetAll();
  await owner.configure(fake.url, mostlyDeadKeys, { maxRetryNum: 1000, maxRequestsPerMinute: 0 });
  const page = await bench.open();
  const ask = (bodies: readonly string[]) =>
    page.evaluate(async (bodies) => {
      const statuses: number[] = [];
      for (const body of bodies) {
        statuses.push((await fetch('https://hajimi.invalid/v1/chat/completions', { method: 'POST', body })).status);
      }
      return statuses;
    }, bodies);
  spendMost(fake);
  expect(await ask([chat(0)])).toEqual([200]);
  for (const round of [1, 2]) {
    fake.reset();
    spendMost(fake);
    const statuses = await ask(Array.from({ length: 200 }, (_, index) => chat(round * 1000 + index)));
    expect(statuses.filter((status) => status === 200)).toHaveLength(200);
    expect(triesPerRequest(fake, 200)).toBeLessThanOrEqual(1.05);
    await stopWorker(page);
  }
  await bench.close();
});
