/** `npm run package`: zips that the browsers take, and that keep what an older version knew. */
import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import packageJson from '../../../package.json' with { type: 'json' };
import { post } from '../../http/driver.ts';
import { findFirefox } from '../../support/programs/firefox.ts';
import { extensionId, launchWithExtension } from '../../support/programs/launch.ts';
import { zipFolder } from '../../tools/package/zip-folder.ts';
import { startBench } from '../support/bench.ts';
import { startFirefoxBench } from '../support/firefox-bench.ts';
import { type Owner, openOwner } from '../support/owner.ts';
import { clientOf } from '../support/page-client.ts';
import { unzip } from './unzip.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'hajimi-packages-'));
const firefox = findFirefox();
const zipFor = (browser: string) => join(root, `dist/hajimi-${browser}-${packageJson.version}.zip`);
const browsers = ['chromium', 'firefox'];
/** Both made anew. @returns their bytes. */
function makeZips(): Buffer[] {
  execFileSync('npm', ['run', 'package'], { cwd: root, stdio: 'pipe' });
  return browsers.map((browser) => readFileSync(zipFor(browser)));
}

let zips: Buffer[] = [];
beforeAll(() => {
  zips = makeZips();
}, 300_000);
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

/** What is in the zip for a browser, with other words in its manifest. */
function unpacked(browser: string, name: string, changes: object = {}): string {
  const to = join(folder, name);
  unzip(zipFor(browser), to);
  const path = join(to, 'manifest.json');
  writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), ...changes }));
  return to;
}

const question = post({ model: 'gemini-2.5-flash', messages: [{ role: 'user', content: 'hello' }] });

/** All that an update must keep. */
const known = async ({ ask }: Pick<Owner, 'ask'>) =>
  Promise.all(['/api/keys', '/api/settings'].map(async (path) => JSON.parse((await ask(path)).text)));

test('made twice they are the same bytes', () => {
  expect(makeZips().map((zip, index) => zip.equals(zips[index] ?? Buffer.of()))).toEqual([true, true]);
});

test('the one for Chromium answers a request there, and Chromium has nothing to say against it', async () => {
  const bench = await startBench({}, unpacked('chromium', 'as-it-is'));
  try {
    expect(await clientOf(await bench.open()).ask('/v1/chat/completions', question)).toMatchObject({
      status: 200,
      text: expect.stringContaining('You said: hello'),
    });
    const page = await bench.context.newPage();
    await page.goto('chrome://extensions');
    const installed = await page.evaluate(() => Reflect.get(chrome, 'developerPrivate').getExtensionsInfo());
    // Chromium has some of its own.
    const ours = installed.find(({ location }: { readonly location: string }) => location === 'UNPACKED');
    expect(ours).toMatchObject({ version: packageJson.version, manifestErrors: [], runtimeErrors: [] });
  } finally {
    await bench.close();
  }
});

test('in Chromium everything is there after an update', async () => {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  // The same key gives both the same id, as the store does.
  const key = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
  const profile = join(folder, 'profile');
  const bench = await startBench({ profile }, unpacked('chromium', 'older', { key, version: '0.0.1' }));
  const before = await known(bench.owner);
  await bench.context.close();

  const context = await launchWithExtension(unpacked('chromium', 'newer', { key }), { profile });
  try {
    expect(await known(await openOwner(context, await extensionId(context)))).toEqual(before);
    const page = await context.newPage();
    await page.goto(bench.site.add(''));
    expect((await clientOf(page).ask('/v1/chat/completions', question)).status).toBe(200);
  } finally {
    await context.close();
    await bench.close();
  }
});

test.skipIf(firefox === undefined)('the one for Firefox answers there, and keeps what an older one knew', async () => {
  const older = join(folder, 'older.zip');
  writeFileSync(older, await zipFolder(unpacked('firefox', 'older-firefox', { version: '0.0.1' })));
  const bench = await startFirefoxBench(firefox ?? '', older);
  try {
    const before = await known(bench.owner);
    await bench.firefox.install(zipFor('firefox'));
    // A page of the older one is gone with it.
    expect(await known(await bench.openOwner())).toEqual(before);
    const page = await bench.open();
    const answer = await page.evaluate(
      (asked) => fetch('https://hajimi.invalid/v1/chat/completions', asked).then((response) => response.text()),
      question,
    );
    expect(answer).toContain('You said: hello');
  } finally {
    await bench.close();
  }
});
