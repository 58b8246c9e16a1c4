/** 10,000 mutated requests over each way to Hajimi; FUZZ_SEED=<the seed of a failure> does the same again. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBench } from '../../e2e/support/bench.ts';
import { clientOf } from '../../e2e/support/page-client.ts';
import { type FakeGemini, startFakeGemini } from '../../fake-gemini/server.ts';
import { freshSeed } from '../../support/dice.ts';
import { openHajimi } from '../../support/hajimi.ts';
import { startRelayProcess } from '../../support/relay.ts';
import { type AskFuzzed, fuzzRequests } from '../fuzz/requests.ts';

const REQUESTS = 10_000;
const seed = Number(process.env.FUZZ_SEED ?? freshSeed());
const keys = ['AIzaSyFUZZ_0', 'AIzaSyFUZZ_1', 'AIzaSyFUZZ_2'];

let fake: FakeGemini;
beforeAll(async () => {
  fake = await startFakeGemini();
});
afterAll(() => fake.close());

/** A page may ask for anything; the fuzz shall not ask other computers for its pictures. */
const quietly = { fetchImages: 'never', maxRetryNum: 2 } as const;

async function expectNoFault(ask: AskFuzzed, count: number): Promise<void> {
  expect(await fuzzRequests(ask, seed, count), `FUZZ_SEED=${seed}`).toEqual([]);
}

test(`${REQUESTS} on app.fetch, seed ${seed}`, async () => {
  const env = { geminiBaseUrl: fake.url, maxRequestsPerMinute: 0, maxRequestsPerDayPerIp: 0, ...quietly };
  const hajimi = openHajimi({ env, keyTexts: keys });
  await expectNoFault(async (path, { headers, ...ask }) => {
    const request = new Request(`https://hajimi.invalid${path}`, { ...ask, headers: { ...headers } });
    const response = await hajimi.fetch(request, { id: 'fuzz', trust: 'site' });
    return { status: response.status, headers: Object.fromEntries(response.headers), text: await response.text() };
  }, REQUESTS);
  expect(hajimi.log.filter(({ level }) => level === 'error')).toEqual([]);
  await hajimi.close();
});

test(`${REQUESTS} over the Node server, seed ${seed}`, async () => {
  const relay = await startRelayProcess({
    GEMINI_BASE_URL: fake.url,
    GEMINI_API_KEYS: keys.join(),
    MAX_REQUESTS_PER_DAY_PER_IP: '0',
    FETCH_IMAGES: quietly.fetchImages,
    MAX_RETRY_NUM: String(quietly.maxRetryNum),
  });
  await expectNoFault(async (path, { headers, signal: _, ...ask }) => {
    const response = await fetch(relay.url + path, { ...ask, headers: { authorization: 'Bearer 123', ...headers } });
    return { status: response.status, headers: Object.fromEntries(response.headers), text: await response.text() };
  }, REQUESTS);
  expect(relay.log.filter(({ level }) => level === 'error')).toEqual([]);
  expect((await relay.stop()).code).toBe(0);
});

test(`${REQUESTS / 5} through the extension, seed ${seed}`, async () => {
  const bench = await startBench();
  await bench.owner.configure(fake.url, keys, { ...quietly, maxRequestsPerDayPerIp: 0 });
  const { ask } = clientOf(await bench.open());
  await expectNoFault((path, asked) => ask(path, asked), REQUESTS / 5);
  await bench.close();
});
