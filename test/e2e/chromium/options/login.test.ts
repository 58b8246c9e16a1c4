import { type Browser, chromium } from 'playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { errorTable } from '../../../../src/core/errors.ts';
import { findBrowser } from '../../../support/programs/browser.ts';
import { browserArgs } from '../../../support/programs/launch.ts';
import { type RelayProcess, startBuiltRelay } from '../../../support/relay.ts';

let relay: RelayProcess;
let browser: Browser;
beforeAll(async () => {
  relay = await startBuiltRelay({ PASSWORD: 'page-password' });
  browser = await chromium.launch({ executablePath: await findBrowser(), args: browserArgs() });
}, 60_000);
afterAll(async () => {
  await browser.close();
  await relay.stop();
});

it('says how long to wait where too many passwords were tried, and that a wrong one is wrong', async () => {
  const page = await (await browser.newContext({ locale: 'en-US' })).newPage();
  const sentence = errorTable.too_many_passwords.en.replace('{seconds}', '3');
  let tooMany = false;
  await page.route('**/api/status', (route) =>
    tooMany ? route.fulfill({ status: 429, json: { error: { message: sentence } } }) : route.continue(),
  );
  await page.goto(`${relay.url}/`);
  const signIn = async (password: string) => {
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
  };
  const complaint = page.locator('.field-error');
  await signIn('wrong');
  await expect.poll(() => complaint.textContent()).toBe('That password is not right.');
  tooMany = true;
  await signIn('page-password');
  await expect.poll(() => complaint.textContent()).toBe(sentence);
  tooMany = false;
  await signIn('page-password');
  await page.getByRole('navigation', { name: 'Pages' }).waitFor();
});
