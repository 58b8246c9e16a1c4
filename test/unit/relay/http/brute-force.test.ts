/** Who guesses passwords, at relays as they are started: on this computer, on a network, behind a proxy. */
// covers: src/relay/http/login, src/core/access/password.ts
import { afterEach, expect, it } from 'vitest';
import type { StatusView } from '../../../../src/contract/status.ts';
import { type RelayEnv, type RelayProcess, startRelayProcess } from '../../../support/relay.ts';

let relay: RelayProcess;
afterEach(() => relay.stop('SIGKILL'));

async function start(env: RelayEnv): Promise<void> {
  relay = await startRelayProcess(env);
}

interface Client {
  /** What the proxy in front says of who called it. */
  readonly forwardedFor?: string;
  readonly userAgent?: string;
}

/** Whatever the relay listens on, this computer is one of its addresses. */
const ask = (password: string, { forwardedFor, userAgent = 'frontend' }: Client = {}, path = '/v1/nowhere') =>
  fetch(`http://127.0.0.1:${new URL(relay.url).port}${path}`, {
    headers: {
      authorization: `Bearer ${password}`,
      'user-agent': userAgent,
      ...(forwardedFor && { 'x-forwarded-for': forwardedFor }),
    },
  });

/** `/api/status` tells who is let in, and needs no key. */
const isIn = async (password: string, client: Client = {}) =>
  (await ask(password, client, '/api/status')).status === 200;

async function warnings(password: string): Promise<string[]> {
  const status = (await (await ask(password, {}, '/api/status')).json()) as StatusView;
  return (status.warnings ?? []).map(({ en }) => en);
}

/** How many of so many guesses were compared. */
async function guess(times: number, client: Client): Promise<number> {
  const answers = await Promise.all(Array.from({ length: times }, (_, n) => ask(`guess-${n}`, client)));
  return answers.filter(({ status }) => status === 401).length;
}

it('PASSWORD=123 on this computer: another user who guesses does not lock the owner out', async () => {
  await start({ PASSWORD: '123' });
  expect(await isIn('123')).toBe(true);
  expect(await guess(100, { userAgent: 'other user' })).toBeLessThan(50);
  expect(await isIn('123')).toBe(true);
  expect(await warnings('123')).toEqual([]);
});

it('a short password on a network starts with the strict budget, and with a warning in log and page', async () => {
  await start({ HOST: '0.0.0.0', PASSWORD: 'short' });
  expect(await isIn('short')).toBe(true);
  const compared = await guess(100, { userAgent: 'stranger' });
  // Three at once, and one every ten seconds.
  expect(compared).toBeLessThan(9);
  expect(await isIn('short')).toBe(true);
  expect(await warnings('short')).toEqual([expect.stringContaining('PASSWORD has fewer than 8 characters')]);
  expect(relay.log).toContainEqual(expect.objectContaining({ level: 'warn', event: 'short-password' }));
});

it('in a Space of Hugging Face strangers are told apart by what its proxy says', async () => {
  await start({ HOST: '0.0.0.0', PASSWORD: 'own-password', SPACE_ID: 'me/relay' });
  const owner = { forwardedFor: '203.0.113.7' };
  // The stranger imitates the owner in all but the address, and writes an address of its own before what the proxy adds.
  const stranger = { forwardedFor: '203.0.113.7, 198.51.100.9' };
  expect(await guess(100, stranger)).toBeLessThan(50);
  expect(await isIn('own-password', owner)).toBe(true);
  expect(await warnings('own-password')).toEqual([]);
});

it('a proxy that nobody named is told of once, in log and page, with the variable to set', async () => {
  await start({ HOST: '0.0.0.0', PASSWORD: 'own-password' });
  expect(await warnings('own-password')).toEqual([]);
  for (let n = 0; n < 3; n++) await ask('own-password', { forwardedFor: '203.0.113.7' });
  expect(await warnings('own-password')).toEqual([expect.stringContaining('TRUSTED_PROXIES')]);
  expect(relay.log.filter(({ event }) => event === 'proxy-not-trusted')).toHaveLength(1);
});
