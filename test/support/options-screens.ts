/**
 * Pictures of every page of the config page: `npx tsx test/support/options-screens.ts [directory] [only]`, by default
 * into `dist/screens`. `only` is a part of the picture's name.
 */
import { mkdir } from 'node:fs/promises';
import { type Browser, chromium, type Page } from 'playwright';
import type { Scenario } from './fake-keys.ts';
import { startHarness } from './options-harness.ts';

interface View {
  readonly name: string;
  readonly scenario: Scenario;
  readonly hash: string;
  readonly shell?: 'extension' | 'relay';
  readonly password?: string;
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
  { name: 'models', scenario: 'mixed', hash: '#/models' },
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
  { name: 'settings', scenario: 'mixed', hash: '#/settings' },
  { name: 'about', scenario: 'mixed', hash: '#/about' },
  { name: 'login', scenario: 'mixed', hash: '#/', password: 'secret' },
];

const [directory = 'dist/screens', only = ''] = process.argv.slice(2);
await mkdir(directory, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROME_PATH ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic'],
});
try {
  for (const view of views.filter(({ name }) => only.startsWith(name) || name.includes(only)))
    await shootView(browser, view);
} finally {
  await browser.close();
}

async function shootView(browser: Browser, view: View): Promise<void> {
  const harness = await startHarness(view);
  for (const language of ['en', 'zh'] as const) {
    for (const theme of ['light', 'dark'] as const) {
      for (const width of [1280, 380]) {
        const name = `${view.name}-${language}-${theme}-${width}`;
        if (name.includes(only))
          await shoot(browser, `${harness.url}${view.hash}`, {
            name,
            language,
            theme,
            width,
            ...(view.prepare && { prepare: view.prepare }),
          });
      }
    }
  }
  await harness.close();
}

async function shoot(
  browser: Browser,
  url: string,
  look: { name: string; language: 'en' | 'zh'; theme: 'light' | 'dark'; width: number; prepare?: View['prepare'] },
): Promise<void> {
  const context = await browser.newContext({
    viewport: { width: look.width, height: 800 },
    colorScheme: look.theme,
    locale: look.language === 'zh' ? 'zh-CN' : 'en-US',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  page.on('pageerror', (error) => process.stderr.write(`${look.name}: ${error.message}\n`));
  page.on('console', (message) => {
    if (message.type() === 'error') process.stderr.write(`${look.name}: ${message.text()}\n`);
  });
  await page.goto(url);
  await page.locator('h1').waitFor();
  await page.locator('.loading').waitFor({ state: 'detached' });
  await look.prepare?.(page);
  const excess = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (excess > 0) process.stderr.write(`${look.name}: ${excess} px wider than the window\n`);
  // As high as the page is: what sticks to an edge, or is drawn only when in view, is then where a reader has it.
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width: look.width, height: Math.min(Math.max(800, height), 6000) });
  await page.screenshot({ path: `${directory}/${look.name}.png` });
  process.stdout.write(`${look.name}\n`);
  await context.close();
}
