/** The relay is killed again and again while keys are added and requests run; what it acknowledged is there afterwards. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AddKeysResult, KeyView } from '../../../src/contract/keys.ts';
import { type FakeGemini, startFakeGemini } from '../../fake-gemini/server.ts';
import { type RelayProcess, startRelayProcess } from '../../support/relay.ts';

const ROUNDS = 30;
/** A batch of counts is committed after 250 ms; the rest is what a busy machine may take to do it. */
const LONGEST_BATCH = 1_500;
const headers = { authorization: 'Bearer 123', 'content-type': 'application/json' };

let fake: FakeGemini;
let folder = '';
beforeAll(async () => {
  fake = await startFakeGemini();
  folder = await mkdtemp(join(tmpdir(), 'hajimi-kill-'));
});
afterAll(async () => {
  await fake.close();
  await rm(folder, { recursive: true });
});

const start = () => startRelayProcess({ GEMINI_BASE_URL: fake.url, ENABLE_STORAGE: 'true', STORAGE_DIR: folder });

const keysOf = async (relay: RelayProcess) =>
  (await (await fetch(`${relay.url}/api/keys`, { headers })).json()) as readonly KeyView[];

const counted = (keys: readonly KeyView[]) => keys.reduce((sum, { requestsToday }) => sum + requestsToday, 0);

it(`loses no key and at most one batch of counts over ${ROUNDS} kills`, async () => {
  const acknowledged = new Set<string>();
  let answered = 0;
  let relay = await start();
  for (let round = 1; round <= ROUNDS; round++) {
    const before = counted(await keysOf(relay));
    const sentBefore = fake.requests.length;
    /** When the client had each answer in its hands. */
    const answers: number[] = [];
    let alive = true;
    const untilKilled = async (step: (number: number) => Promise<void>) => {
      for (let number = 0; alive; number++) await step(number).catch(() => undefined);
    };

    const load = Promise.all([
      untilKilled(async (number) => {
        const text = `AIzaSy${`Round${round}Key${number}`.padEnd(33, '-')}`;
        const added = await post(relay, '/api/keys', { text });
        for (const { id } of ((await added.json()) as AddKeysResult).added) acknowledged.add(id);
      }),
      untilKilled(async () => {
        const question = { model: 'gemini-2.5-flash', messages: [{ role: 'user', content: 'count me' }] };
        const answer = await post(relay, '/v1/chat/completions', question);
        await answer.text();
        if (answer.ok) answers.push(Date.now());
      }),
    ]);
    await sleep(300 + Math.random() * 2_000);
    const killedAt = Date.now();
    alive = false;
    await relay.stop('SIGKILL');
    await load;

    answered += answers.length;

    relay = await start();
    const keys = await keysOf(relay);
    const present = new Set(keys.map(({ id }) => id));
    expect([...acknowledged].filter((id) => !present.has(id))).toEqual([]);
    const growth = counted(keys) - before;
    expect(growth).toBeLessThanOrEqual(fake.requests.length - sentBefore);
    expect(growth).toBeGreaterThanOrEqual(answers.filter((at) => at < killedAt - LONGEST_BATCH).length);
  }
  expect(Math.min(acknowledged.size, answered)).toBeGreaterThan(ROUNDS);
  expect((await relay.stop()).code).toBe(0);
}, 600_000);

const post = (relay: RelayProcess, path: string, body: object) =>
  fetch(relay.url + path, { method: 'POST', headers, body: JSON.stringify(body) });
