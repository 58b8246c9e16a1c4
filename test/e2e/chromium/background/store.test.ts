import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';
import { build } from 'vite';
import { expect, test } from 'vitest';
import { findBrowser } from '../../../support/programs/browser.ts';
import { browserArgs } from '../../../support/programs/launch.ts';
import { startPageServer } from '../../support/page-server.ts';

test('the IndexedDB store keeps the contract of the Store port in a real browser', async () => {
  const entry = fileURLToPath(new URL('../../support/store-contract.ts', import.meta.url));
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    build: { write: false, lib: { entry, formats: ['iife'], name: 'contract' } },
  });
  const [bundle] = Array.isArray(built) ? built : [built];
  if (!bundle || !('output' in bundle)) throw new Error('nothing was built');
  const script = bundle.output[0].code;

  const site = await startPageServer();
  const browser = await chromium.launch({ executablePath: await findBrowser(), args: browserArgs() });
  const page = await browser.newPage();
  await page.goto(site.add('<title>store</title>'));
  await page.addScriptTag({ content: script });
  expect(await page.evaluate(() => contract.run())).toEqual({ failures: [], cases: expect.any(Number) });
  await browser.close();
  await site.close();
}, 120_000);

declare global {
  var contract: typeof import('../../support/store-contract.ts');
}
