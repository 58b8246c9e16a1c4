/**
 * `npm run demo`: a page, the extension and Gemini's part, all on this computer. With a display the window stays open for
 * the person; without one the talk is printed as it streams, and a picture of it is written.
 * `--headless` wants no window, `--language zh` the other language, `--picture FILE` another place for the picture.
 */
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { BrowserContext, Page } from 'playwright';
import { type FakeGemini, startFakeGemini } from '../../fake-gemini/server.ts';
import { extensionId, launchWithExtension } from '../../support/programs/launch.ts';
import { serveChat } from './serve-chat.ts';
import { type DemoLanguage, words } from './words.ts';

const extension = fileURLToPath(new URL('../../../dist/chromium', import.meta.url));
/** Looks like a key, and is none. */
const key = `AIzaSy${'DemoKeyOfNobody'.padEnd(33, '0')}`;

const { values } = parseArgs({
  options: {
    headless: { type: 'boolean', default: !hasDisplay() },
    language: { type: 'string', default: Intl.DateTimeFormat().resolvedOptions().locale.slice(0, 2) },
    picture: { type: 'string', default: fileURLToPath(new URL('../../../dist/demo.png', import.meta.url)) },
  },
});
const language: DemoLanguage = values.language === 'zh' ? 'zh' : 'en';
const say = words[language];
const print = (line: string) => process.stdout.write(`${line}\n`);

if (!existsSync(extension)) throw new Error('dist/chromium is missing: run "npm run build" first');
const fake = await startFakeGemini({ chunkDelay: 45 });
const chat = await serveChat();
try {
  await demonstrate();
} finally {
  chat.close();
  await fake.close();
}

async function demonstrate(): Promise<void> {
  print(`\n${say.title}\n`);
  const context = await launchWithExtension(extension, {
    headless: values.headless,
    locale: say.locale,
    ...(values.headless ? { viewport: { width: 920, height: 660 }, scale: 2 } : { viewport: null }),
  });
  print(`  ${say.fake}: ${fake.url}`);
  print(`  ${say.browser}: Chromium ${context.browser()?.version() ?? ''} + dist/chromium`);
  try {
    await setUp(context, fake);
    print(`  ${say.keyAdded}`);
    const page = await context.newPage();
    print(`  ${say.page}: ${chat.url} -> https://hajimi.invalid/v1\n`);
    await talk(page);
    await takePicture(page);
    if (values.headless) return;
    print(`\n${say.open}`);
    await context.waitForEvent('close', { timeout: 0 });
  } finally {
    await context.close();
  }
}

/** Points the extension at the fake and gives it its key, by the same fields that a person uses. */
async function setUp(context: BrowserContext, { url }: FakeGemini): Promise<void> {
  const page = context.pages()[0] ?? (await context.newPage());
  const options = `chrome-extension://${await extensionId(context)}/options/index.html`;
  await page.goto(`${options}#/settings`);
  const baseUrl = page.getByLabel(say.baseUrl, { exact: true });
  await baseUrl.fill(url);
  await baseUrl.blur();
  await page.getByText(say.saved, { exact: true }).waitFor();
  await page.goto(`${options}#/keys`);
  await page.getByRole('textbox', { name: say.field, exact: true }).fill(key);
  await page.getByRole('button', { name: say.submit, exact: true }).click();
  await page.getByText(say.added).waitFor();
}

async function talk(page: Page): Promise<void> {
  fake.script(
    { method: 'streamGenerateContent', when: ({ body }) => JSON.stringify(body).includes(say.question) },
    { text: say.answer },
    1,
  );
  await page.exposeFunction('heard', (words: string) => process.stdout.write(words));
  await page.goto(chat.url);
  await page.evaluate(() => {
    addEventListener('answer', (event) => {
      (globalThis as unknown as { heard(words: string): void }).heard((event as CustomEvent<string>).detail);
    });
  });
  const message = page.getByRole('textbox');
  await message.pressSequentially(say.question, { delay: values.headless ? 0 : 30 });
  print(`${say.you}: ${say.question}`);
  process.stdout.write('Hajimi: ');
  await message.press('Enter');
  const answer = page.locator('#talk .assistant');
  await answer.locator('small').or(page.locator('#talk .failed')).waitFor({ timeout: 60_000 });
  print(`\n        (${await answer.locator('small').textContent()})`);
}

async function takePicture(page: Page): Promise<void> {
  const path = resolve(values.picture);
  await mkdir(dirname(path), { recursive: true });
  await page.screenshot({ path });
  print(`\n${say.picture}: ${path}`);
}

function hasDisplay(): boolean {
  if (process.env.CI) return false;
  if (process.platform === 'darwin' || process.platform === 'win32') return true;
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}
