/** Draws `icon.svg` into the PNG sizes of the manifest; run with `npm run icons` after changing the drawing. */
import { readFile, writeFile } from 'node:fs/promises';
import { chromium } from 'playwright';
import { findBrowser } from '../../support/programs/browser.ts';
import { browserArgs } from '../../support/programs/launch.ts';

const sizes = [16, 32, 48, 128];

const svg = await readFile(new URL('icon.svg', import.meta.url), 'utf8');
const browser = await chromium.launch({ executablePath: await findBrowser(), args: browserArgs() });
for (const size of sizes) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(`<style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`);
  const png = await page.screenshot({ omitBackground: true });
  await writeFile(new URL(`../../../src/extension/static/icons/${size}.png`, import.meta.url), png);
}
await browser.close();
