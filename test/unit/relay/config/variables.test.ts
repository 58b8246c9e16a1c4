/** Variables that bring or withhold keys and place the page, as the running relay shows their effect. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { KeyView } from '../../../../src/contract/keys.ts';
import { type FakeGemini, startFakeGemini } from '../../../fake-gemini/server.ts';
import { type RelayProcess, startBuiltRelay } from '../../../support/relay.ts';

const [good = '', bad = ''] = ['Good', 'Bad'].map((name) => `AIzaSy${name.padEnd(33, '_')}`);

let fake: FakeGemini;
let relay: RelayProcess;
let folder = '';
beforeAll(async () => {
  fake = await startFakeGemini();
  folder = mkdtempSync(join(tmpdir(), 'hajimi-credentials-'));
  writeFileSync(join(folder, 'account.json'), fake.vertex.createAccount().json);
  relay = await startBuiltRelay({
    GEMINI_API_KEYS: `${good},${bad}`,
    INVALID_API_KEYS: bad,
    CREDENTIALS_DIR: folder,
    DASHBOARD_URL: 'my/page',
  });
});
afterAll(async () => {
  await relay.stop();
  await fake.close();
  rmSync(folder, { recursive: true });
});

it('CREDENTIALS_DIR brings its service accounts, and INVALID_API_KEYS withholds a key', async () => {
  const response = await fetch(`${relay.url}/api/keys`, { headers: { authorization: 'Bearer 123' } });
  const keys = (await response.json()) as readonly KeyView[];
  expect(keys.map(({ kind }) => kind).sort()).toEqual(['ai-studio', 'service-account']);
  expect(keys.find(({ kind }) => kind === 'ai-studio')?.masked).toContain(good.slice(-4));
});

it('DASHBOARD_URL is where the config page is, and the only place', async () => {
  const page = await fetch(`${relay.url}/my/page`);
  expect(page.headers.get('content-type')).toContain('text/html');
  const html = await page.text();
  const script = /src="([^"]+\.js)"/.exec(html)?.[1] ?? '';
  expect((await fetch(new URL(script, page.url))).headers.get('content-type')).toContain('javascript');
  expect((await fetch(`${relay.url}/`)).headers.get('content-type') ?? '').not.toContain('text/html');
  expect(relay.log.find(({ event }) => event === 'started')?.message).toContain('/my/page');
});
