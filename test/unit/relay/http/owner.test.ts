/** The owner's password of a relay: made, kept, printed, and the only word that gives secrets away. */
// covers: src/core/access/login, src/relay/http/owners-paths.ts, src/relay/cli/owner-password.ts
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StatusView } from '../../../../src/contract/status.ts';
import { startRedis } from '../../../support/programs/redis.ts';
import {
  loginLink,
  ownersPassword,
  type RelayEnv,
  type RelayProcess,
  runRelay,
  startRelayProcess,
} from '../../../support/relay.ts';

const KEY = `AIzaSy${'OwnerTestKey'.padEnd(33, 'x')}`;

let folder = '';
const relays: RelayProcess[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hajimi-owner-'));
});
afterEach(async () => {
  await Promise.all(relays.splice(0).map((relay) => relay.stop()));
  rmSync(folder, { recursive: true });
});

async function start(env: RelayEnv = {}): Promise<RelayProcess> {
  const relay = await startRelayProcess({
    GEMINI_API_KEYS: KEY,
    ENABLE_STORAGE: 'true',
    STORAGE_DIR: folder,
    LOG_LEVEL: 'debug',
    ...env,
  });
  relays.push(relay);
  return relay;
}

async function call({ url }: RelayProcess, word: string, method: string, path: string, body?: object) {
  const response = await fetch(`${url}/api${path}`, {
    method,
    headers: { authorization: `Bearer ${word}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: response.status, text: await response.text() };
}

async function reveal(relay: RelayProcess, word: string) {
  const { text, status } = await call(relay, word, 'GET', '/keys');
  if (status !== 200) return { status, text };
  const ids = (JSON.parse(text) as ReadonlyArray<{ id: string }>).map(({ id }) => id);
  return call(relay, word, 'POST', '/keys/reveal', { ids });
}

const redeem = (relay: RelayProcess, link: string) =>
  call(relay, new URLSearchParams(link.split('?')[1]).get('code') ?? '', 'POST', '/login');

describe('a relay without a WEB_PASSWORD', () => {
  it.each([
    ['as it comes', {}, '123'],
    ['with a password of one’s own', { PASSWORD: 'own-password' }, 'own-password'],
    ['with the same for the page', { PASSWORD: 'own-password', WEB_PASSWORD: 'own-password' }, 'own-password'],
    ['on a network', { HOST: '0.0.0.0', PASSWORD: 'own-password' }, 'own-password'],
  ])('%s: the known word opens the page and gives no key away', async (_, env, known) => {
    const relay = await start(env);
    expect((await call(relay, known, 'GET', '/status')).status).toBe(200);
    const refused = await reveal(relay, known);
    expect(refused).toEqual({ status: 403, text: expect.stringContaining('owner_password_required') });
    expect(refused.text).not.toContain(KEY);
    expect(await reveal(relay, ownersPassword(relay))).toEqual({ status: 200, text: expect.stringContaining(KEY) });
    expect((await call(relay, 'guess', 'GET', '/status')).status).toBe(401);
  });

  it('prints one link at its start, which signs in once', async () => {
    const relay = await start();
    const link = loginLink(relay);
    expect(link).toContain(`${relay.url}/#/login?code=`);
    expect(await redeem(relay, link)).toEqual({
      status: 200,
      text: JSON.stringify({ password: ownersPassword(relay) }),
    });
    expect((await redeem(relay, link)).status).toBe(401);
  });

  it('counts wrong codes as wrong passwords', async () => {
    const relay = await start();
    const guesses = await Promise.all(Array.from({ length: 40 }, (_, n) => redeem(relay, `?code=guess${n}`)));
    const statuses = new Set(guesses.map(({ status }) => status));
    expect(statuses).toEqual(new Set([401, 429]));
  });

  it('keeps the password over restarts, and a command prints it, with the relay running or not', async () => {
    const env = { ENABLE_STORAGE: 'true', STORAGE_DIR: folder };
    const beforeAnyStart = await runRelay(env, '--owner-password');
    expect(beforeAnyStart).toMatchObject({ code: 0, stderr: '', stdout: expect.stringMatching(/^[0-9a-f]{32}\n$/) });
    const first = await start();
    const password = ownersPassword(first);
    expect(`${password}\n`).toBe(beforeAnyStart.stdout);
    expect(await runRelay(env, '--owner-password')).toMatchObject({ code: 0, stdout: `${password}\n` });
    await first.stop();
    const second = await start();
    expect(ownersPassword(second)).toBe(password);
    expect(loginLink(second)).not.toBe(loginLink(first));
  });

  it('makes another at each start where nothing is kept, and the command says so', async () => {
    const env = { ENABLE_STORAGE: 'false' };
    const [one, other] = await Promise.all([start(env), start(env)]);
    expect(ownersPassword(one)).toMatch(/^[0-9a-f]{32}$/);
    expect(ownersPassword(other)).not.toBe(ownersPassword(one));
    expect(await runRelay(env, '--owner-password')).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('ENABLE_STORAGE=false'),
    });
  });

  it('says it nowhere else: not in the log, nor in an answer of the API', async () => {
    const relay = await start({ RECORD_BODIES: 'true' });
    const password = ownersPassword(relay);
    const code = new URLSearchParams(loginLink(relay).split('?')[1]).get('code') ?? '';
    const body = { model: `${password}`, messages: [{ role: 'user', content: password }] };
    await call(relay, '123', 'POST', '/try/v1/chat/completions', body);
    await call(relay, '123', 'GET', `/log/${password}${code}`);
    const paths = ['/status', '/settings', '/clients', '/keys', '/log', '/stats'];
    const texts = await Promise.all(paths.map((path) => call(relay, password, 'GET', path)));
    texts.push(await call(relay, password, 'POST', '/backup', { keys: true }));
    const all = JSON.stringify([texts, relay.log]);
    expect(all).not.toContain(password);
    expect(all).not.toContain(code);
  });
});

it('a WEB_PASSWORD of one’s own is the owner’s: nothing is made nor printed, and PASSWORD does not open the page', async () => {
  const env = { WEB_PASSWORD: 'owners-own', ENABLE_STORAGE: 'true', STORAGE_DIR: folder };
  const made = ownersPassword(await start());
  await relays.pop()?.stop();
  const relay = await start(env);
  expect(relay.said).toEqual([]);
  expect((await call(relay, '123', 'GET', '/status')).status).toBe(401);
  expect((await call(relay, made, 'GET', '/status')).status).toBe(401);
  expect(await reveal(relay, 'owners-own')).toEqual({ status: 200, text: expect.stringContaining(KEY) });
  expect(await runRelay(env, '--owner-password')).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringContaining('WEB_PASSWORD'),
  });
});

it('relays on one Redis have one owner’s password, also where they start together', async () => {
  const redis = await startRedis();
  const env = { REDIS_URL: redis.url, GEMINI_API_KEYS: '' };
  try {
    const [a, b] = await Promise.all([start(env), start(env)]);
    const lastTold = ({ said }: RelayProcess) =>
      /[0-9a-f]{32}$/.exec(said.filter((line) => !/#/.test(line)).at(-1) ?? '')?.[0];
    const powersOf = (word = '') =>
      Promise.all([a, b].map(async (relay) => (await call(relay, word, 'GET', '/power')).text));
    await expect.poll(() => lastTold(a) === lastTold(b)).toBe(true);
    const owner = JSON.stringify({ power: 'owner' });
    expect(await powersOf(lastTold(a))).toEqual([owner, owner]);
    expect(await runRelay(env, '--owner-password')).toMatchObject({ code: 0, stdout: `${lastTold(a)}\n` });
    expect(ownersPassword(await start(env))).toBe(lastTold(a));
  } finally {
    await Promise.all(relays.splice(0).map((relay) => relay.stop()));
    await redis.dispose();
  }
}, 60_000);

it('the model API goes on answering the known password on this computer', async () => {
  const relay = await start();
  const answer = await fetch(`${relay.url}/v1/models`, { headers: { authorization: 'Bearer 123' } });
  expect(answer.status).not.toBe(401);
  const { keys } = JSON.parse((await call(relay, '123', 'GET', '/status')).text) as StatusView;
  expect(keys.usable).toBe(1);
});
