/** Whatever goes wrong, no secret gets out of the relay: not in an answer, not in the log, not in what a crash says. */
// covers: src/relay, src/core/redact
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { NewPassword } from '../../../../src/contract/clients.ts';
import type { KeyView } from '../../../../src/contract/keys.ts';
import { openFileStore } from '../../../../src/relay/storage/sqlite/store.ts';
import { errorKinds } from '../../../fake-gemini/errors.ts';
import type { Behaviour } from '../../../fake-gemini/script.ts';
import { type FakeGemini, startFakeGemini } from '../../../fake-gemini/server.ts';
import { findSecrets, keyLines, type Output, type Secret } from '../../../support/find-secrets.ts';
import { echoOf, madeKey, madeSecret } from '../../../support/made-secrets.ts';
import { type RelayEnv, type RelayProcess, runRelay, startRelayProcess } from '../../../support/relay.ts';

const keys = Array.from({ length: 6 }, (_, index) => madeKey(`key ${index}`));
const express = madeSecret('an Express key', 'AQ.');
const [password, webPassword, proxyPassword, redisPassword, passphrase, clientPassword] = [
  'the password of clients',
  'the password of the page',
  'the password of a proxy',
  'the password of Redis',
  'the passphrase of backups',
  'a wrong password',
].map((name) => madeSecret(name)) as [Secret, Secret, Secret, Secret, Secret, Secret];

const question = { model: 'gemini-2.5-flash', messages: [{ role: 'user', content: 'hello' }] };
const native = { contents: [{ role: 'user', parts: [{ text: 'hello' }] }] };

let fake: FakeGemini;
let relay: RelayProcess;
/** Where it keeps things: the log of requests too, which is to be as free of secrets as what is shown of it. */
let folder: string;
let env: RelayEnv;
const secrets = [...keys, express, password, webPassword, proxyPassword, redisPassword, passphrase];
const outputs: Output[] = [];

beforeAll(async () => {
  fake = await startFakeGemini();
  const account = fake.vertex.createAccount().json;
  const { private_key: pem } = JSON.parse(account) as { private_key: string };
  secrets.push(...keyLines('a service account', pem));
  folder = mkdtempSync(join(tmpdir(), 'hajimi-secrets-'));
  env = {
    ENABLE_STORAGE: 'true',
    STORAGE_DIR: folder,
    GEMINI_BASE_URL: fake.url,
    VERTEX_BASE_URL: fake.url,
    GOOGLE_TOKEN_URL: `${fake.url}/token`,
    GEMINI_API_KEYS: keys.map(({ value }) => value).join(),
    VERTEX_EXPRESS_API_KEY: express.value,
    GOOGLE_CREDENTIALS_JSON: account,
    PASSWORD: password.value,
    WEB_PASSWORD: webPassword.value,
    BACKUP_PASSPHRASE: passphrase.value,
    HTTP_PROXY: `http://me:${proxyPassword.value}@127.0.0.1:1`,
    NO_PROXY: '127.0.0.1',
    LOG_LEVEL: 'debug',
    RECORD_BODIES: 'true',
    DEBUG_HEADERS: 'true',
    MAX_RETRY_NUM: '1',
  };
  relay = await startRelayProcess(env);
}, 60_000);
afterAll(async () => {
  await relay?.stop('SIGKILL');
  await fake?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Asks, and keeps all that comes back. @returns the body. */
async function ask(path: string, body?: unknown, shown = password.value, method = body ? 'POST' : 'GET') {
  const response = await fetch(relay.url + path, {
    method,
    headers: { authorization: `Bearer ${shown}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const head = [response.status, response.statusText, ...response.headers].join('\n');
  outputs.push({ where: `the head of ${method} ${path}`, text: head }, { where: `${method} ${path}`, text });
  return text;
}
const api = (path: string, body?: unknown, method?: string) => ask(`/api${path}`, body, webPassword.value, method);
const model = (method: string) => `/gemini/v1beta/models/gemini-2.5-flash:${method}`;

/** Google says the key that it was called with. @returns what ends this. */
function echo(way: (words: string) => Behaviour) {
  const undos = keys.map((key) => fake.script({ key: key.value }, way(echoOf(key))));
  return () => {
    for (const undo of undos) undo();
  };
}

/** Each of the ways to ask for one answer, whatever befell the keys before. */
async function askAll() {
  for (const { id } of JSON.parse(await api('/keys')) as KeyView[]) await api(`/keys/${id}/try-now`, {});
  await ask('/v1/chat/completions', question);
  await ask('/v1/chat/completions', { ...question, stream: true });
  await ask(model('generateContent'), native);
  await ask(model('streamGenerateContent?alt=sse'), native);
}

/** Everything that the page of the owner and a monitor can read, but for what reveals a secret on purpose. */
async function readAll() {
  for (const path of ['/status', '/keys', '/keys/removed', '/clients', '/settings', '/models', '/stats', '/keys/check'])
    await api(path);
  const records = JSON.parse(await api('/log')) as ReadonlyArray<{ id: string }>;
  for (const { id } of records) await api(`/log/${id}`);
  await ask('/metrics', undefined, webPassword.value);
  await api('/backup', { keys: false });
  await api('/backup', { keys: true, passphrase: passphrase.value });
  return records.length;
}

const nothing = () => expect(findSecrets(secrets, outputs.splice(0))).toEqual([]);

test('Google says the key in every error that it has', async () => {
  for (const error of errorKinds) {
    const undo = echo((words) => ({ error, message: words }));
    await askAll();
    undo();
    // In Google's own words: one of them holds the key.
    const again = fake.script({}, { error });
    await ask('/v1/chat/completions', question);
    again();
  }
  expect(await readAll()).toBeGreaterThan(errorKinds.length);
  nothing();
}, 60_000);

test('an upstream that is none of Google’s says it in other ways', async () => {
  const half = `data: ${JSON.stringify({ candidates: [{ content: { parts: [{ text: 'half' }] } }] })}\r\n\r\n`;
  const errorEvent = (message: string) => `data: ${JSON.stringify({ error: { code: 500, message } })}\r\n\r\n`;
  const ways: ReadonlyArray<(words: string) => Behaviour> = [
    (words) => ({ raw: [`<html>${words}</html>`], status: 502, contentType: 'text/html' }),
    (words) => ({ raw: [words.slice(0, 30), words.slice(30)], status: 403, contentType: 'text/plain' }),
    (words) => ({ raw: [`{"error": "${words}`], status: 400 }),
    (words) => ({ raw: [words] }),
    (words) => ({ raw: [half, errorEvent(words)], contentType: 'text/event-stream' }),
    (words) => ({ raw: [`${half}data: {${words}`], contentType: 'text/event-stream' }),
  ];
  for (const way of ways) {
    const undo = echo(way);
    await askAll();
    undo();
  }
  await readAll();
  nothing();
}, 60_000);

test('the owner, a client and a stranger do things that fail', async () => {
  const { client, password: own } = JSON.parse(await api('/clients', { name: 'friend' })) as NewPassword;
  // Told this once.
  outputs.splice(0);
  secrets.push({ name: 'the password of a friend', value: own });
  await ask('/v1/chat/completions', question, own);
  await api(`/clients/${client.name}`, { enabled: false }, 'PATCH');
  await ask('/v1/chat/completions', question, own);
  await ask('/v1/models', undefined, clientPassword.value);
  await ask('/api/keys', undefined, password.value);
  await ask(`/v1/models?key=${password.value}`, undefined, clientPassword.value);
  await ask('/v1/chat/completions', '{"broken');
  await ask('/nowhere');

  const [key] = JSON.parse(await api('/keys')) as KeyView[];
  const proxy = `http://me:${proxyPassword.value}@127.0.0.1:1`;
  await api(`/keys/${key?.id}`, { proxy }, 'PATCH');
  await api(`/keys/${key?.id}`, { proxy: `socks://me:${proxyPassword.value}@127.0.0.1` }, 'PATCH');
  // Nobody is there.
  await api(`/keys/${key?.id}/test`, {});
  await api('/keys/preview', { text: keys.map(({ value }) => value).join('\n') });
  await api('/settings/geminiBaseUrl', { value: 'none' }, 'PUT');
  const restored = await api('/backup/plan', { file: { keys: keys[0]?.value }, passphrase: passphrase.value });
  expect(restored).toContain('error');

  fake.script({}, { error: 'key-invalid', message: echoOf(express) });
  await ask('/vertex/v1/chat/completions', question);
  await ask('/vertex/v1/chat/completions', question);
  await readAll();
  nothing();
}, 60_000);

test('removed keys are hidden as others are, also by a relay that started after that', async () => {
  const removed = JSON.parse(await api('/keys')) as KeyView[];
  await api('/keys/remove', { ids: removed.map(({ id }) => id) });
  const path = `/nowhere/${keys[0]?.value}`;
  await ask(path);
  // The client's own words come back to nobody but itself.
  outputs.splice(0);
  await readAll();
  await relay.stop();
  relay = await startRelayProcess(env);
  await readAll();
  nothing();
  expect(JSON.parse(await api('/keys/restore', {}))).toMatchObject({ lost: 0 });
}, 60_000);

test('nothing of it is in the log, and nothing in what is said at the end', async () => {
  const { stdout, stderr } = await relay.stop();
  expect(stdout).toContain('"event":"stopping"');
  outputs.push({ where: 'stdout', text: stdout }, { where: 'stderr', text: stderr });
  const store = await openFileStore(folder, { now: Date.now });
  const stored = await store.scan('requests', '', '\uffff');
  await store.close();
  expect(stored.length).toBeGreaterThan(errorKinds.length);
  outputs.push({ where: 'the stored log', text: JSON.stringify(stored) });
  nothing();
}, 60_000);

test('a relay that refuses to start, or only looks at its settings, says none', async () => {
  const url = `redis://me:${redisPassword.value}@127.0.0.1:1`;
  const refused = { ...env, HTTPS_PROXY: `socks://me:${proxyPassword.value}@127.0.0.1`, REDIS_URL: `x${url}` };
  const runs = await Promise.all([
    runRelay({ ...env, REDIS_URL: url }, '--check'),
    runRelay({ ...refused, GOOGLE_CREDENTIALS_JSON: `${env.GOOGLE_CREDENTIALS_JSON}`.slice(0, -9) }),
  ]);
  expect(runs.map(({ code }) => code)).toEqual([0, 1]);
  for (const { stdout, stderr } of runs) outputs.push({ where: 'a refusal', text: `${stdout}\n${stderr}` });
  nothing();
}, 60_000);
