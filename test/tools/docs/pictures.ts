/**
 * The pictures that the guides show, into `docs/pictures`: `npm run pictures`.
 * With `-- --store` those for the extension stores, 1280 x 800, into `dist/store`.
 */
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Browser, chromium, type Page } from 'playwright';
import { grantedExtension } from '../../e2e/support/granted-extension.ts';
import { startPageServer } from '../../e2e/support/page-server.ts';
import { findBrowser } from '../../support/programs/browser.ts';
import { browserArgs, extensionId, launchWithExtension } from '../../support/programs/launch.ts';
import { startHarness } from '../options/harness.ts';

interface Viewport {
  readonly width: number;
  readonly height: number;
}

interface Picture {
  readonly name: string;
  /** Of the config page. */
  readonly hash: string;
  readonly prepare?: (page: Page) => Promise<void>;
  /** Where the page needs another window than the others. */
  readonly viewport?: Viewport;
}

const locales = { en: 'en-US', zh: 'zh-CN' } as const;
type PictureLanguage = keyof typeof locales;

const key = (n: number) => `AIzaSy${String(n).repeat(33)}`;
const openFirst = (page: Page) => page.locator('.frontend summary').first().click();

const guides: readonly Picture[] = [
  { name: 'home', hash: '#/', viewport: { width: 1080, height: 760 } },
  {
    name: 'keys',
    hash: '#/keys',
    async prepare(page) {
      await page.locator('form.card textarea').fill(`${key(1)}\n${key(2)}, GEMINI_API_KEY=${key(3)}`);
      await page.locator('.key-preview').waitFor();
    },
  },
  { name: 'connect', hash: '#/connect', prepare: openFirst },
];
const store: readonly Picture[] = [
  { name: '1-home', hash: '#/' },
  { name: '2-keys', hash: '#/keys' },
  { name: '3-connect', hash: '#/connect', prepare: openFirst },
  { name: '4-usage', hash: '#/usage?by=key' },
  { name: '5-sites', hash: '#/sites' },
];

const { values } = parseArgs({ options: { store: { type: 'boolean', default: false } } });
const root = fileURLToPath(new URL('../../..', import.meta.url));
const directory = values.store ? `${root}/dist/store` : `${root}/docs/pictures`;
await mkdir(directory, { recursive: true });
const browser = await chromium.launch({ executablePath: await findBrowser(), args: browserArgs() });
try {
  for (const language of ['en', 'zh'] as const) {
    if (values.store) await shootConfigPage(browser, store, language, { width: 1280, height: 800 });
    else {
      await shootConfigPage(browser, guides, language, { width: 900, height: 760 });
      await shootPopup(language);
    }
  }
} finally {
  await browser.close();
}

async function shootConfigPage(
  browser: Browser,
  pictures: readonly Picture[],
  language: PictureLanguage,
  viewport: Viewport,
): Promise<void> {
  const harness = await startHarness({ scenario: 'mixed', shell: 'extension' });
  const context = await browser.newContext({ locale: locales[language], reducedMotion: 'reduce', viewport });
  for (const { name, hash, prepare, ...own } of pictures) {
    const page = await context.newPage();
    await page.setViewportSize(own.viewport ?? viewport);
    await page.goto(`${harness.url}${hash}`);
    await page.locator('h1').waitFor();
    await page.locator('.loading').waitFor({ state: 'detached' });
    // Served by HTTP the page has a password to sign out from, which the extension has not.
    await page.addStyleTag({ content: '.preferences button { display: none }' });
    await prepare?.(page);
    await shoot(page, `${name}.${language}`);
    await page.close();
  }
  await context.close();
  await harness.close();
}

/** Only the real extension knows the page in front of it. */
async function shootPopup(language: PictureLanguage): Promise<void> {
  const { folder, remove } = await grantedExtension(`${root}/dist/chromium`);
  const site = await startPageServer();
  const context = await launchWithExtension(folder, {
    locale: locales[language],
    viewport: { width: 330, height: 400 },
    scale: 1.5,
    args: [`--host-resolver-rules=MAP chat.example 127.0.0.1:${site.port}`],
  });
  try {
    const popup = await context.newPage();
    await popup.goto(`chrome-extension://${await extensionId(context)}/options/popup.html`);
    const front = await context.newPage();
    await front.goto(site.add('').replace(site.origin, 'http://chat.example'));
    // The popup is about the page in front.
    await front.bringToFront();
    await popup.reload();
    await popup.getByRole('switch').first().click();
    await popup.getByRole('switch').nth(1).waitFor();
    await popup.locator('.loading').waitFor({ state: 'detached' });
    const height = await popup.evaluate(() => document.body.scrollHeight);
    await popup.setViewportSize({ width: 330, height });
    await shoot(popup, `popup.${language}`);
  } finally {
    await context.close();
    await site.close();
    await remove();
  }
}

async function shoot(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: `${directory}/${name}.png` });
  process.stdout.write(`${name}\n`);
}
