import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseEnvFile, readEnvFile, withEnvFile } from '../../../../src/relay/config/env-file.ts';

describe('parseEnvFile', () => {
  it.each([
    ['a mark before the first line', '\uFEFFPASSWORD=own', { PASSWORD: 'own' }],
    ['line ends of Windows', 'PORT=1\r\nHOST=::1\r\n', { PORT: '1', HOST: '::1' }],
    ['comments', '# all\nPORT=1 # this one', { PORT: '1' }],
    ['quotes', `A='一 # 二'\nB="three"`, { A: '一 # 二', B: 'three' }],
    ['lines of a quoted value', `GOOGLE_CREDENTIALS_JSON='{\n"a": 1\n}'`, { GOOGLE_CREDENTIALS_JSON: '{\n"a": 1\n}' }],
    ['a line that is no variable', '这一行不是变量\nMAX_CONCURRENT_REQUESTS=3', { MAX_CONCURRENT_REQUESTS: '3' }],
    ['a shell’s export', 'export PORT=2', { PORT: '2' }],
    ['nothing', '', {}],
  ])('knows %s', (_, text, values) => {
    expect(parseEnvFile(text)).toEqual(values);
  });
});

describe('readEnvFile', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'hajimi-env-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('reads the file, and finds none where there is none or a folder', () => {
    const file = join(folder, '.env');
    expect(readEnvFile(file)).toBeUndefined();
    mkdirSync(file);
    expect(readEnvFile(file)).toBeUndefined();
    rmSync(file, { recursive: true });
    writeFileSync(file, 'PORT=1');
    expect(readEnvFile(file)).toEqual({ PORT: '1' });
  });

  it.skipIf(process.platform === 'win32' || process.getuid?.() === 0)('tells of one that it may not read', () => {
    const file = join(folder, 'secret');
    writeFileSync(file, '');
    chmodSync(file, 0);
    expect(() => readEnvFile(file)).toThrow(/EACCES/);
  });
});

it('a variable that is set wins over the file, one that is set to nothing does not', () => {
  const env = { PORT: '1', PASSWORD: ' ', HOME: '/h' };
  expect(withEnvFile(env, { PORT: '2', PASSWORD: 'own', HOST: '::1' })).toEqual({
    PORT: '1',
    PASSWORD: 'own',
    HOME: '/h',
    HOST: '::1',
  });
});
