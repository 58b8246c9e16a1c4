/** Three relays on one Redis under load, while one of them is killed and Redis goes and comes back. */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import type { AddKeysResult, KeyView } from '../../src/contract/keys.ts';
import type { SettingView } from '../../src/contract/settings/value.ts';
import { type FakeGemini, startFakeGemini } from '../fake-gemini/server.ts';
import { type Dice, diceOf } from './dice.ts';
import { startRedis } from './programs/redis.ts';
import { type RelayProcess, startRelayProcess } from './relay.ts';

export interface Plan {
  readonly seed: number;
  readonly keys: number;
  /** A third into them a relay is killed, and Redis when half of them are over. */
  readonly requests: number;
  /** Most requests a second, and at once; a busy machine has its own pace. */
  readonly rate: number;
  readonly atOnce: number;
  /** Calls that each key may make today. */
  readonly perKey: number;
  /** Requests that each client may make today. */
  readonly perClient: number;
  readonly clients: number;
}

export interface Findings {
  readonly answered: number;
  /** Answers while Redis was away. */
  readonly withoutRedis: number;
  /** Most calls of one key beyond its limit, and all such calls together. */
  readonly worstKey: number;
  readonly beyondKeys: number;
  /** Keys that have used up their limit. */
  readonly spentKeys: number;
  /** Most answers of one client beyond its limit and beyond what it got while Redis was away. */
  readonly worstClient: number;
  /** Clients that were refused because of their limit. */
  readonly refusedClients: number;
  /** Keys and settings that a relay has acknowledged and a new one does not know. */
  readonly lost: readonly string[];
  readonly acknowledged: number;
  /** Calls that a new relay knows of, and all that Google has seen, less those of the killed relay's last batch. */
  readonly counted: number;
  readonly calls: number;
  readonly inKilledBatch: number;
}

/** What must hold whatever the plan: nothing lost, no limit exceeded by more than a batch, and all of it was put to the test. */
export function expectKept(found: Findings, { keys }: Plan): void {
  expect(found.lost).toEqual([]);
  expect(found.withoutRedis).toBeGreaterThan(0);
  expect(found.refusedClients).toBeGreaterThan(0);
  expect(found.spentKeys).toBeGreaterThan(0);
  // A relay learns of another's calls with its next batch: each of the others may have made one or two of a key by then,
  // and while Redis is away as many as come to a key.
  expect(found.worstKey).toBeLessThanOrEqual(4 + Math.ceil(found.withoutRedis / keys));
  expect(found.worstClient).toBeLessThanOrEqual(0);
  expect(found.counted).toBeLessThanOrEqual(found.calls);
  expect(found.counted).toBeGreaterThanOrEqual(found.calls - found.inKilledBatch);
}

/** How long a batch may take on a busy machine, in ms. */
const LONGEST_BATCH = 1_500;
/** Each so-many-th request is for a change of the pool. */
const CHANGE = 20;
/** Its code is that of every limit. */
const clientLimit = 'limits how often one client may ask';
const headers = { authorization: 'Bearer 123', 'content-type': 'application/json' };
const textOfKey = (name: string) => `AIzaSy${name.padEnd(33, '-')}`;

export async function sharePool(plan: Plan): Promise<Findings> {
  const [fake, redis] = await Promise.all([startFakeGemini(), startRedis()]);
  const start = () =>
    startRelayProcess({
      GEMINI_BASE_URL: fake.url,
      REDIS_URL: redis.url,
      TRUSTED_PROXIES: '1',
      API_KEY_DAILY_LIMIT: String(plan.perKey),
      MAX_REQUESTS_PER_DAY_PER_IP: String(plan.perClient),
    });
  const relays = await Promise.all([start(), start(), start()]);
  try {
    const [first] = relays;
    const pool = Array.from({ length: plan.keys }, (_, n) => textOfKey(`Shared${n}`));
    await call(first, 'POST', '/api/keys', { text: pool.join('\n') });
    for (const relay of relays) await until(async () => (await keysOf(relay)).length === plan.keys);

    const load = startLoad(plan, relays);
    await load.reached(plan.requests / 3);
    const killedAt = Date.now();
    await load.drop().stop('SIGKILL');
    await load.reached(plan.requests / 2);
    const awayFrom = Date.now();
    await redis.kill();
    await load.reached(plan.requests * 0.6);
    await redis.restart();
    const awayTo = Date.now();
    await load.end;

    const late = await start();
    // The others' last batches come in.
    await until(async () => same(await Promise.all([late, ...load.alive()].map(usedOn))));
    const findings = await examine(plan, load, fake, late, { killedAt, awayFrom, awayTo });
    await Promise.all([late, ...load.alive()].map((relay) => relay.stop()));
    return findings;
  } finally {
    await Promise.all(relays.map((relay) => relay.stop('SIGKILL')));
    await Promise.all([fake.close(), redis.dispose()]);
  }
}

interface Load {
  /** Answers by client, with their time. */
  readonly answers: Map<string, number[]>;
  readonly refused: Set<string>;
  /** Names of keys and values of a setting that were acknowledged, in order. */
  readonly keys: string[];
  readonly settings: number[];
  alive(): readonly RelayProcess[];
  /** Sends nothing to one of the relays from now on. */
  drop(): RelayProcess;
  /** Resolves when so many requests have ended. */
  reached(number: number): Promise<void>;
  /** Resolves when all have. */
  readonly end: Promise<void>;
}

function startLoad(plan: Plan, relays: readonly RelayProcess[]): Load {
  const dice = diceOf(plan.seed);
  const alive = [...relays];
  const load = {
    answers: new Map<string, number[]>(),
    refused: new Set<string>(),
    keys: [] as string[],
    settings: [] as number[],
  };
  const start = Date.now();
  let next = 0;
  let ended = 0;

  async function ask(number: number): Promise<void> {
    const client = clientOf(dice, plan);
    const body = { model: 'gemini-2.5-flash', messages: [{ role: 'user', content: `request ${number}` }] };
    const response = await call(dice.pick(alive), 'POST', '/v1/chat/completions', body, client);
    const text = await response.text();
    if (response.ok) load.answers.set(client, [...(load.answers.get(client) ?? []), Date.now()]);
    else if (text.includes(clientLimit)) load.refused.add(client);
  }
  async function addKey(number: number): Promise<void> {
    const added = await call(dice.pick(alive), 'POST', '/api/keys', { text: textOfKey(`Late${number}`) });
    if (added.ok) load.keys.push(...((await added.json()) as AddKeysResult).added.map(({ id }) => id));
  }
  /** One relay and one after the other, so that the last that was acknowledged is known. */
  let lastSet = Promise.resolve();
  function set(number: number): Promise<void> {
    lastSet = lastSet
      .catch(() => undefined)
      .then(async () => {
        const answer = await call(alive[0], 'PUT', '/api/settings/maxCacheEntries', { value: number });
        if (answer.ok) load.settings.push(number);
      });
    return lastSet;
  }
  async function work(): Promise<void> {
    for (let number = next++; number < plan.requests; number = next++) {
      await sleep(Math.max(0, start + (number / plan.rate) * 1000 - Date.now()));
      const change = number % CHANGE === 0 ? (number % (2 * CHANGE) === 0 ? addKey : set) : ask;
      // A relay that is killed takes its requests with it.
      await change(number).catch(() => undefined);
      ended += 1;
    }
  }

  return {
    ...load,
    alive: () => alive,
    drop() {
      const [dropped] = alive.splice(alive.length - 1);
      if (dropped === undefined) throw new Error('there is no relay left');
      return dropped;
    },
    async reached(number) {
      while (ended < number) await sleep(10);
    },
    end: Promise.all(Array.from({ length: plan.atOnce }, work)).then(() => undefined),
  };
}

/** Half of the requests come from one client in ten. */
function clientOf(dice: Dice, { clients }: Plan): string {
  return `10.0.0.${dice.chance(0.5) ? dice.below(Math.ceil(clients / 10)) : dice.below(clients)}`;
}

async function examine(
  plan: Plan,
  load: Load,
  fake: FakeGemini,
  late: RelayProcess,
  times: { readonly killedAt: number; readonly awayFrom: number; readonly awayTo: number },
): Promise<Findings> {
  const calls = fake.requests.filter(({ method }) => method === 'generateContent');
  const byKey = new Map<string, number>();
  for (const { key } of calls) byKey.set(key, (byKey.get(key) ?? 0) + 1);
  const beyond = [...byKey.values()].map((used) => Math.max(0, used - plan.perKey));

  const isAway = (at: number) => at >= times.awayFrom && at <= times.awayTo + LONGEST_BATCH;
  const clients = [...load.answers.values()];
  const excess = clients.map((answers) => answers.filter((at) => !isAway(at)).length - plan.perClient);

  const known = await keysOf(late);
  const ids = new Set(known.map(({ id }) => id));
  const settings = (await (await call(late, 'GET', '/api/settings')).json()) as SettingView[];
  const value = Number(settings.find(({ name }) => name === 'maxCacheEntries')?.value);
  const lastSet = load.settings.at(-1) ?? 0;

  return {
    answered: clients.flat().length,
    withoutRedis: clients.flat().filter((at) => at >= times.awayFrom && at <= times.awayTo).length,
    worstKey: Math.max(...beyond),
    beyondKeys: beyond.reduce((sum, one) => sum + one, 0),
    spentKeys: [...byKey.values()].filter((used) => used >= plan.perKey).length,
    worstClient: Math.max(...excess),
    refusedClients: load.refused.size,
    lost: [...load.keys.filter((id) => !ids.has(id)), ...(value < lastSet ? [`setting ${lastSet}, not ${value}`] : [])],
    acknowledged: load.keys.length + load.settings.length,
    counted: known.reduce((sum, { requestsToday }) => sum + requestsToday, 0),
    calls: calls.length,
    inKilledBatch: calls.filter(({ at }) => at >= times.killedAt - LONGEST_BATCH && at <= times.killedAt).length,
  };
}

const keysOf = async (relay: RelayProcess) => (await (await call(relay, 'GET', '/api/keys')).json()) as KeyView[];
const usedOn = async (relay: RelayProcess) =>
  (await keysOf(relay)).reduce((sum, { requestsToday }) => sum + requestsToday, 0);
const same = (numbers: readonly number[]) => new Set(numbers).size === 1;

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await sleep(100);
}

function call(relay: RelayProcess | undefined, method: string, path: string, body?: object, client = '10.9.9.9') {
  return fetch(`${relay?.url}${path}`, {
    method,
    headers: { ...headers, 'x-forwarded-for': client },
    ...(body && { body: JSON.stringify(body) }),
  });
}
