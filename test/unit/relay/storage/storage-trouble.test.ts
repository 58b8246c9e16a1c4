/** A relay whose storage folder cannot be used says so and answers all the same. */
// covers: src/relay/storage, src/core/store/write-behind.ts
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { StatusView } from '../../../../src/contract/status.ts';
import { type FakeGemini, startFakeGemini } from '../../../fake-gemini/server.ts';
import { type RelayProcess, startRelayProcess } from '../../../support/relay.ts';
import { mountSmallDisk, type SmallDisk } from './small-disk.ts';

const key = (name: string) => `AIzaSy${name.padEnd(33, '_')}`;

let fake: FakeGemini;
const relays: RelayProcess[] = [];
const cleanUps: Array<() => void> = [];
beforeAll(async () => {
  fake = await startFakeGemini();
});
afterEach(async () => {
  await Promise.all(relays.splice(0).map((relay) => relay.stop('SIGKILL')));
  for (const cleanUp of cleanUps.splice(0)) cleanUp();
});
afterAll(() => fake.close());

async function start(STORAGE_DIR: string, env: Record<string, string> = {}): Promise<RelayProcess> {
  const relay = await startRelayProcess({ GEMINI_BASE_URL: fake.url, ENABLE_STORAGE: 'true', STORAGE_DIR, ...env });
  relays.push(relay);
  return relay;
}

async function api(relay: RelayProcess, method: string, path: string, body?: object) {
  const response = await fetch(`${relay.url}${path}`, {
    method,
    headers: { authorization: 'Bearer 123', 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json() };
}

const chat = (relay: RelayProcess) =>
  api(relay, 'POST', '/v1/chat/completions', {
    model: 'gemini-2.5-flash',
    messages: [{ role: 'user', content: 'hello' }],
  });

const notKept = async (relay: RelayProcess) => ((await api(relay, 'GET', '/api/status')).body as StatusView).notKept;

it('a storage folder that is a file: answers from memory, and tells so on the page and in the log', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hajimi-trouble-'));
  cleanUps.push(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'file');
  writeFileSync(file, 'mine');
  const relay = await start(file, { GEMINI_API_KEYS: key('Env') });
  expect((await chat(relay)).status).toBe(200);
  expect((await api(relay, 'POST', '/api/keys', { text: key('Typed') })).status).toBe(200);
  expect(await notKept(relay)).toEqual({
    en: expect.stringContaining(`The storage folder ${file} cannot be used`),
    zh: expect.stringContaining(`存储文件夹 ${file} 不可用`),
  });
  expect(relay.log).toContainEqual(
    expect.objectContaining({ level: 'error', event: 'storage-unusable', message: expect.stringContaining(file) }),
  );
});

it.runIf(process.platform === 'linux')('a folder in which nothing can be made: starts, and says so', async () => {
  const relay = await start('/proc/nothing', { GEMINI_API_KEYS: key('Env') });
  expect((await chat(relay)).status).toBe(200);
  expect(await notKept(relay)).toMatchObject({ en: expect.stringContaining('The storage folder /proc/nothing') });
});

describe('a disk of its own', () => {
  let disk: SmallDisk;
  const mounted = (size: number, skip: (why: string) => void): SmallDisk | undefined => {
    const made = mountSmallDisk(size);
    if (made === undefined) skip('needs root, to mount a disk');
    else cleanUps.push(made.remove);
    return made;
  };

  it('read-only: the keys that it holds still answer', async ({ skip }) => {
    const made = mounted(2_000_000, skip);
    if (made === undefined) return;
    disk = made;
    const before = await start(disk.path);
    expect((await api(before, 'POST', '/api/keys', { text: key('Stored') })).status).toBe(200);
    // Killed, so that the key is in the log of the database only.
    await before.stop('SIGKILL');
    disk.makeReadOnly();

    const relay = await start(disk.path);
    expect(await notKept(relay)).toMatchObject({ en: expect.stringContaining('read-only') });
    expect((await chat(relay)).status).toBe(200);
    expect(fake.requests.at(-1)?.key).toBe(key('Stored'));
  });

  it('full from the start: answers, and so does one that fills up later and gets room again', async ({ skip }) => {
    const made = mounted(2_000_000, skip);
    if (made === undefined) return;
    disk = made;
    const env = { GEMINI_API_KEYS: key('Env') };
    disk.fill();
    const full = await start(disk.path, env);
    expect((await chat(full)).status).toBe(200);
    expect(await notKept(full)).toMatchObject({ en: expect.stringMatching(/no space|full/i) });
    await full.stop();
    disk.clear();
    for (const name of readdirSync(disk.path)) rmSync(join(disk.path, name), { recursive: true });

    const relay = await start(disk.path, env);
    expect(await notKept(relay)).toBeUndefined();
    disk.fill();
    const refused = await fillTheLog(relay);
    expect(refused).toMatchObject({ status: 507, body: { error: { code: 'not_stored' } } });
    expect((await chat(relay)).status).toBe(200);
    expect(await notKept(relay)).toMatchObject({ zh: expect.stringContaining('改动暂时无法写入') });

    disk.clear();
    const added = await api(relay, 'POST', '/api/keys', { text: key('Last') });
    expect([added.status, await notKept(relay)]).toEqual([200, undefined]);
    await relay.stop('SIGKILL');
    const again = await start(disk.path);
    const { keys } = (await api(again, 'GET', '/api/status')).body as StatusView;
    expect(keys.usable).toBeGreaterThanOrEqual(2);
  });

  /** The file of the database and its log have room for a little more; then a change is refused. */
  async function fillTheLog(relay: RelayProcess) {
    for (let number = 0; number < 500; number++) {
      const answer = await api(relay, 'POST', '/api/keys', { text: key(`Number${number}`) });
      if (answer.status !== 200) return answer;
    }
    return undefined;
  }
});
