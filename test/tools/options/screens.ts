/**
 * Pictures of every page of the config page, in both languages and themes, wide and narrow: `npm run screenshots [only]`.
 * `only` is a part of a view's name.
 */
import { mkdir } from 'node:fs/promises';
import { type Browser, chromium, type Page } from 'playwright';
import type { Scenario } from '../../support/fake-admin/keys.ts';
import { startHarness } from './harness.ts';

interface View {
  readonly name: string;
  readonly scenario: Scenario;
  readonly hash: string;
  readonly shell?: 'extension' | 'relay';
  readonly password?: string;
  readonly ownerPassword?: string;
  /** What a person does before the picture is taken. */
  readonly prepare?: (page: Page) => Promise<void>;
}

const views: readonly View[] = [
  { name: 'home-empty', scenario: 'empty', hash: '#/', shell: 'extension' },
  { name: 'home', scenario: 'mixed', hash: '#/' },
  { name: 'home-cooling', scenario: 'cooling', hash: '#/' },
  { name: 'home-unusable', scenario: 'unusable', hash: '#/', shell: 'extension' },
  { name: 'keys', scenario: 'mixed', hash: '#/keys' },
  {
    name: 'keys-adding',
    scenario: 'mixed',
    hash: '#/keys',
    async prepare(page) {
      await page.locator('form.card textarea').fill(`AIzaSyA-${'1'.repeat(31)}, AIzaSyA-${'2'.repeat(31)}`);
      await page.locator('.key-preview summary').click();
      await page.locator('.many input').check();
      await page.locator('.key-details summary').first().click();
    },
  },
  {
    name: 'keys-export',
    scenario: 'mixed',
    hash: '#/keys',
    prepare: (page) => page.locator('.many-actions button').last().click(),
  },
  {
    name: 'keys-removed',
    scenario: 'mixed',
    hash: '#/keys',
    async prepare(page) {
      await page.locator('.keys li input[type=checkbox]').first().check();
      await page.locator('.many-actions button').last().click();
      await page.locator('.recently-removed').waitFor();
    },
  },
  {
    name: 'keys-erase',
    scenario: 'mixed',
    hash: '#/keys',
    async prepare(page) {
      await page.locator('.many input').check();
      await page.locator('.many-actions button').last().click();
      await page.locator('.recently-removed button').last().click();
      await page.locator('dialog').waitFor();
    },
  },
  {
    name: 'keys-clear',
    scenario: 'many',
    hash: '#/keys',
    async prepare(page) {
      await page.locator('.many-actions button').nth(1).click();
      await page.locator('dialog').waitFor();
    },
  },
  { name: 'keys-many', scenario: 'many', hash: '#/keys?state=usable&page=3' },
  { name: 'usage', scenario: 'mixed', hash: '#/usage?by=key' },
  { name: 'log', scenario: 'mixed', hash: '#/log' },
  { name: 'log-details', scenario: 'mixed', hash: '#/log?id=r2' },
  {
    name: 'connect',
    scenario: 'mixed',
    hash: '#/connect',
    prepare: (page) => page.locator('.frontend summary').first().click(),
  },
  { name: 'chat', scenario: 'mixed', hash: '#/chat' },
  { name: 'sites', scenario: 'mixed', hash: '#/sites', shell: 'extension' },
  {
    name: 'models',
    scenario: 'mixed',
    hash: '#/models',
    async prepare(page) {
      const add = async (models: readonly string[]) => {
        const form = page.locator('form.add-model').last();
        for (const [at, model] of models.entries()) await form.locator('input').nth(at).fill(model);
        await form.locator('button').click();
      };
      await page.locator('.model-limit input').first().fill('1000');
      await add(['gemini-2.5-pro', 'gemini-2.5-flash']);
      const followers = page.locator('.chain form');
      await followers.locator('input').fill('gemini-2.5-flash-lite-preview-09-2025');
      await followers.locator('button').click();
      await page.locator('.fallback .save-status.saved').waitFor();
    },
  },
  {
    name: 'vertex',
    scenario: 'mixed',
    hash: '#/vertex',
    prepare: (page) => page.locator('.key-details summary').last().click(),
  },
  { name: 'clients', scenario: 'mixed', hash: '#/clients' },
  {
    name: 'clients-made',
    scenario: 'mixed',
    hash: '#/clients',
    async prepare(page) {
      await page.locator('form.card input').first().fill('Phone');
      await page.locator('form.card button').click();
      await page.locator('.copy-field').waitFor();
      await page.locator('.row summary').first().click();
    },
  },
  { name: 'backup', scenario: 'mixed', hash: '#/backup' },
  {
    name: 'backup-addresses',
    scenario: 'mixed',
    hash: '#/backup',
    async prepare(page) {
      const file = { name: 'backup.json', mimeType: 'application/json', buffer: Buffer.from('{}') };
      await page.locator('input[type=file]').setInputFiles(file);
      await page.locator('.address-changes').waitFor();
    },
  },
  { name: 'settings', scenario: 'mixed', hash: '#/settings' },
  { name: 'about', scenario: 'mixed', hash: '#/about' },
  { name: 'about-errors', scenario: 'mixed', hash: '#/about?error=keys_cooling' },
  { name: 'login', scenario: 'mixed', hash: '#/', password: 'secret' },
  { name: 'login-link', scenario: 'mixed', hash: '#/login?code=used', password: 'secret' },
  {
    name: 'owner',
    scenario: 'mixed',
    hash: '#/clients',
    password: 'secret',
    ownerPassword: 'other',
    async prepare(page) {
      await page.locator('input[type=password]').fill('secret');
      await page.locator('.login-form button').click();
      await page.locator('form.card input').first().fill('Phone');
      await page.locator('form.card button').click();
      await page.locator('dialog input').fill('secret');
      await page.locator('dialog button[type=submit]').click();
      await page.locator('dialog .field-error:not(:empty)').waitFor();
    },
  },
];

const directory = 'dist/screenshots';
const [only = ''] = process.argv.slice(2);
await mkdir(directory, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROME_PATH ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic'],
});
try {
  for (const view of views.filter(({ name }) => name.includes(only))) await shootView(browser, view);
} finally {
  await browser.close();
}

/** All looks of one view from one load of the page. */
async function shootView(browser: Browser, view: View): Promise<void> {
  const harness = await startHarness(view);
  const context = await browser.newContext({ locale: 'en-US', reducedMotion: 'reduce' });
  const page = await context.newPage();
  page.on('pageerror', (error) => process.stderr.write(`${view.name}: ${error.message}\n`));
  page.on('console', (message) => {
    if (message.type() === 'error') process.stderr.write(`${view.name}: ${message.text()}\n`);
  });
  await page.goto(`${harness.url}${view.hash}`);
  await page.locator('h1').waitFor();
  await page.locator('.loading').waitFor({ state: 'detached' });
  await view.prepare?.(page);
  for (const language of ['en', 'zh'] as const) {
    // The page may lie behind an open dialog.
    await page.evaluate((chosen) => {
      const select = document.querySelector<HTMLSelectElement>('.preferences select');
      if (select) select.value = chosen;
      select?.dispatchEvent(new Event('change'));
    }, language);
    for (const theme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: theme });
      for (const width of [1280, 380]) await shoot(page, `${view.name}-${language}-${theme}-${width}`, width);
    }
  }
  await context.close();
  await harness.close();
}

async function shoot(page: Page, name: string, width: number): Promise<void> {
  await page.setViewportSize({ width, height: 800 });
  const excess = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (excess > 0) process.stderr.write(`${name}: ${excess} px wider than the window\n`);
  // As high as the page is: what sticks to an edge, or is drawn only when in view, is then where a reader has it.
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width, height: Math.min(Math.max(800, height), 6000) });
  await page.screenshot({ path: `${directory}/${name}.png` });
  process.stdout.write(`${name}\n`);
}
