/** `--import` and `--export`, and that they and `.env` reach the command line. */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRedactor } from '../../../../src/core/redact/redactor.ts';
import { exportFile, importFile } from '../../../../src/relay/cli/import-export.ts';
import { readConfig } from '../../../../src/relay/config/config.ts';
import { type RelayEnv, runRelayIn } from '../../../support/relay.ts';

const key = (name: string) => `AIzaSy${name.padEnd(33, '_')}`;
const deps = { version: '0.0.0-test', log: { write: () => undefined }, redactor: createRedactor() };

let folder = '';
const here = (name: string) => join(folder, name);
const config = (env: RelayEnv) => readConfig({ STORAGE_DIR: here('store'), ...env });
const take = (file: string, env: RelayEnv = {}) => importFile(config(env), deps, here(file), 'en');
const give = (file: string, env: RelayEnv = {}) => exportFile(config(env), deps, here(file), 'en');
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hajimi-move-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('a file of the original', () => {
  const listed = { GEMINI_API_KEYS: key('Listed') };
  const sealed = { BACKUP_PASSPHRASE: '口令' };

  it('is taken in, and comes out again as a sealed backup that another relay takes in', async () => {
    const keys = [key('One'), key('Listed')].join();
    const original = { GEMINI_API_KEYS: keys, MAX_RETRY_NUM: 3, PRECISE_CACHE: false };
    writeFileSync(here('settings.json'), `\uFEFF${JSON.stringify(original)}`);
    expect(await take('settings.json', listed)).toBe(
      'Keys: 1 added, 0 changed, 1 were there already\nSettings changed: MAX_RETRY_NUM=3, PRECISE_CACHE=false',
    );

    expect(await give('all.json', sealed)).toContain('encrypted');
    expect(readFileSync(here('all.json'), 'utf8')).not.toContain('AIza');
    if (process.platform !== 'win32') expect(statSync(here('all.json')).mode & 0o777).toBe(0o600);
    await expect(give('all.json')).rejects.toThrow(/all\.json is there already/);

    const other = { STORAGE_DIR: here('other') };
    await expect(take('all.json', other)).rejects.toThrow(/BACKUP_PASSPHRASE/);
    expect(await take('all.json', { ...other, ...sealed })).toMatch(/^Keys: 2 added.*\n.*MAX_RETRY_NUM=3/);
  });
});

it('a file that would send keys elsewhere is taken in without its addresses, which are named apart', async () => {
  const evil = { geminiBaseUrl: 'https://collector.example', maxRetryNum: 4 };
  const backup = { kind: 'hajimi-backup', version: 1, createdAt: 0, settings: evil };
  const proxied = { kind: 'ai-studio', secret: key('Proxied'), proxy: 'http://me:word@collector.example:1' };
  writeFileSync(here('evil.json'), JSON.stringify({ ...backup, keys: [proxied] }));
  const env = { STORAGE_DIR: here('evil') };
  const addresses = [
    `  proxy of AIza…____: none -> http://collector.example:1`,
    '  GEMINI_BASE_URL: https://generativelanguage.googleapis.com -> https://collector.example',
  ];
  const [keys, settings, left, ...listed] = (await take('evil.json', env)).split('\n');
  expect([keys, settings]).toEqual([expect.stringMatching(/^Keys: 1 added/), 'Settings changed: MAX_RETRY_NUM=4']);
  expect([left, listed]).toEqual([expect.stringContaining('NOT taken over'), addresses]);

  const alarm = (text: string) => `!${text}`;
  const taken = await importFile(config(env), deps, here('evil.json'), 'en', { addresses: true, alarm });
  expect(taken.split('\n').slice(2)).toEqual([
    expect.stringMatching(/^!Addresses .* now other ones/),
    ...addresses.map(alarm),
  ]);
  expect(await take('evil.json', env)).not.toContain('collector');
});

it.each([
  ['a file that is not there', 'none.json', {}, 'There is no file'],
  ['a file that is no JSON', 'plain.txt', {}, 'is no JSON file'],
  ['a file of something else', 'other.json', {}, 'is no backup of Hajimi'],
  ['a relay that keeps nothing', 'other.json', { ENABLE_STORAGE: 'false' }, 'ENABLE_STORAGE=false'],
])('nothing is imported with %s', async (_, file, env: RelayEnv, said) => {
  writeFileSync(here('plain.txt'), key('Plain'));
  writeFileSync(here('other.json'), `["${key('Other')}"]`);
  const message = await take(file, env).catch((error: Error) => error.message);
  expect(message).toContain(said);
  expect(message).not.toContain('AIza');
});

it('the command line knows them, and reads the file .env', async () => {
  writeFileSync(here('.env'), `GEMINI_API_KEYS=${key('Env')}\nSTORAGE_DIR=from-env\nSKIP_CHECK_API_KEY=true\n`);
  const [check, exported, refused] = await Promise.all([
    runRelayIn(folder, {}, '--check'),
    runRelayIn(folder, {}, '--export', 'plain.json'),
    runRelayIn(folder, { LANG: 'zh_CN.UTF-8' }, '--import', 'none.json'),
  ]);
  expect(check).toMatchObject({ code: 0, stderr: '' });
  expect(check.stdout).toContain('.env: GEMINI_API_KEYS, SKIP_CHECK_API_KEY, STORAGE_DIR\n');
  expect(check.stdout).toContain('SKIP_CHECK_API_KEY has no effect');
  expect(check.stdout).not.toContain('AIza');
  expect(exported).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('plain.json') });
  expect(JSON.parse(readFileSync(here('plain.json'), 'utf8')).keys).toMatchObject([{ secret: key('Env') }]);
  expect(refused).toMatchObject({ code: 1, stdout: '', stderr: '没有文件 none.json。\n' });
});
