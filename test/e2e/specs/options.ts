/** What a person does on the config page, the same in both shells. */
import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { pagesOf } from '../../../options/state/shell-pages.ts';
import { axeFaults, cutTexts, openAll, unreachable } from '../support/looks.ts';
import { type OptionsBench, openOptions } from '../support/options-bench.ts';
import { describeModelsPage } from './models.ts';

const keyOf = (n: number) => `AIzaSyE2E-${String(n).padStart(29, '0')}`;
const hello = { role: 'user', content: 'hello' };
const keys = (count: number) => Array.from({ length: count }, (_, n) => keyOf(n)).join('\n');
/** A loaded machine is no reason to fail. */
const patiently = { timeout: 50_000 };

export function describeConfigPage(shell: 'extension' | 'relay'): void {
  describe(`the config page of the ${shell}`, () => {
    let bench: OptionsBench;
    beforeAll(async () => {
      bench = await openOptions(shell);
    });
    beforeEach(() => bench.reset());
    afterEach(() => expect(bench.complaints).toEqual([]));
    afterAll(() => bench?.close());

    const button = (name: string | RegExp) => bench.page.getByRole('button', { name, exact: true });
    const text = (words: string | RegExp) => bench.page.getByText(words).first();
    /** As a person does: typing thousands of lines, which is what `fill` makes of it, takes Chromium minutes. */
    const paste = async (words: string) => {
      const { page } = bench;
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      await page.evaluate((text) => navigator.clipboard.writeText(text), words);
      await page.getByLabel('API keys').press('Control+V');
    };
    const say = async (words: string) => {
      await bench.go('chat');
      await bench.page.getByLabel('Message').fill(words);
      await button('Send').click();
      await button('Send').waitFor(patiently);
    };

    test('from nothing to the first answer', async () => {
      const { page, fake, go } = bench;
      fake.script({}, { text: ['Good ', 'morning'] });
      await go('');
      await page.getByRole('link', { name: 'Add your first key' }).click();
      await page.getByLabel('API keys').fill(`my key: ${keyOf(1)}`);
      await text('1 key recognised').waitFor(patiently);
      await button('Add keys').click();
      await text('1 works').waitFor(patiently);
      await say('hello');
      await text('Good morning').waitFor(patiently);
      await go('');
      await text('Ready. 1 key can answer now.').waitFor(patiently);
      await page.getByText('First steps').waitFor({ state: 'detached', ...patiently });
    });

    test('the self-test finds all well', async () => {
      await bench.api('POST', '/keys', { text: keyOf(1) });
      await bench.go('connect');
      await button('Run the test').click();
      await text('All of it works.').waitFor(patiently);
    });

    test('a setting that was changed is seen in the next request to Google', async () => {
      const { page, fake, api, go } = bench;
      await api('POST', '/keys', { text: keyOf(1) });
      await go('settings');
      await page.getByPlaceholder('Search settings').fill('SAFETY_HARASSMENT');
      await page.getByRole('combobox', { name: /harassment/i }).selectOption('block-most');
      await text('Saved').waitFor(patiently);
      await say('hello');
      const call = await fake.waitFor(({ method }) => /GenerateContent|generateContent/.test(method));
      expect(JSON.stringify(call.body)).toContain(
        '{"category":"HARM_CATEGORY_HARASSMENT","threshold":"BLOCK_LOW_AND_ABOVE"}',
      );
      await api('DELETE', '/settings/safetyHarassment');
    });

    describeModelsPage(() => bench);

    test('5,000 keys are added, found, switched off, removed and brought back', async () => {
      const { page, go } = bench;
      await go('keys');
      await paste(keys(5000));
      await text('5,000 keys recognised').waitFor(patiently);
      await page.getByLabel('Test them right away').uncheck();
      await button('Add keys').click();
      await text('5,000 keys added').waitFor(patiently);
      await text('Page 1 of 100').waitFor(patiently);
      await page.getByPlaceholder('Search by key or label').fill('0042');
      await text('AIza…0042').waitFor();
      expect(await page.locator('li.key').count()).toBe(1);
      await page.getByPlaceholder('Search by key or label').fill('');

      await page.getByLabel('Select all 5,000').check();
      await button('Switch off').click();
      await text('5,000 keys switched off').waitFor(patiently);
      await page.getByRole('link', { name: 'Switched off 5,000' }).waitFor(patiently);
      await button('Undo').click();
      await page.getByRole('link', { name: 'Usable 5,000' }).waitFor(patiently);

      await page.getByLabel('Select all 5,000').check();
      await page.locator('.many-actions').getByRole('button', { name: 'Remove' }).click();
      await text('5,000 keys removed').waitFor(patiently);
      await text('No keys yet.').waitFor(patiently);
      await button('Undo').click();
      await page.getByRole('link', { name: 'Usable 5,000' }).waitFor(patiently);
    }, 240_000);

    test('what was wiped comes back from a backup, with the right passphrase only', async () => {
      const { page, api, go } = bench;
      await api('POST', '/keys', { text: keys(3) });
      const before = await api('GET', '/keys');
      await go('backup');
      const [saveCard, restoreCard] = [page.locator('.card').first(), page.locator('.card').last()];
      await saveCard.getByLabel('Passphrase').fill('correct horse');
      const [download] = await Promise.all([page.waitForEvent('download'), button('Save a backup').click()]);
      const path = await download.path();
      expect(await readFile(path, 'utf8')).not.toContain('AIza');

      await api('POST', '/keys/remove', { ids: (before as Array<{ id: string }>).map(({ id }) => id) });
      await page.locator('input[type=file]').setInputFiles(path);
      await restoreCard.getByLabel('Passphrase').fill('wrong');
      await button('Open').click();
      await text('does not open this file').waitFor(patiently);
      await restoreCard.getByLabel('Passphrase').fill('correct horse');
      await button('Open').click();
      await text('3 keys are added').waitFor(patiently);
      await button('Restore').click();
      await text('Restored.').waitFor(patiently);
      expect(await api('GET', '/keys')).toEqual(before);
    });

    test('the log shows how a request went over three keys', async () => {
      const { page, fake, api, go } = bench;
      await api('POST', '/keys', { text: keys(3) });
      await api('PUT', '/settings/recordBodies', { value: true });
      const generates = { when: ({ method }: { method: string }) => /generateContent/i.test(method) };
      fake.script(generates, { error: 'key-invalid' }, 1);
      fake.script(generates, { error: 'day-quota' }, 1);
      await say('three keys, please');
      await go('log');
      await page.getByRole('link', { name: /3 attempts/ }).click();
      await text('Google does not know this key').waitFor(patiently);
      await text('The quota of today is used up').waitFor();
      await text('Answered').waitFor();
      await page.getByText('What the client sent').click();
      await text('three keys, please').waitFor();
      expect(await page.locator('main').textContent()).not.toContain(keyOf(0));
      await button('Send again').click();
      await text('Answered with status 200.').waitFor(patiently);
      await api('DELETE', '/settings/recordBodies');
    });

    test('the log leads from an error to what it means', async () => {
      const { page, api, go } = bench;
      await api('POST', '/try/v1/chat/completions', { model: 'gemini-2.5-flash', messages: [hello] });
      await go('log');
      await page.locator('main a[href^="#/log?id="]').first().click(patiently);
      await page.getByRole('link', { name: 'What this means' }).click(patiently);
      const entry = page.getByRole('region', { name: 'no_keys', exact: true });
      await entry.getByText('The pool is empty.').waitFor(patiently);
      await page.waitForFunction(() => document.activeElement?.id === 'error-no_keys', undefined, patiently);
    });

    test.runIf(shell === 'relay')(
      'two clients with passwords, limits and models of their own are told apart',
      async () => {
        const { page, api, go, fake } = bench;
        await api('POST', '/keys', { text: keyOf(1) });
        await go('clients');
        const add = async (name: string, label: string, limit: string) => {
          const form = page.locator('form.card');
          await form.getByLabel('Name').fill(name);
          await form.getByLabel(label).fill(limit);
          await button('Add a client').click();
          const password = await page.getByLabel(`Password of ${name}`).last().inputValue(patiently);
          await button('I have it').click();
          return password;
        };
        const tavern = await add('tavern', 'Models', 'gemini-2.5-flash*');
        const phone = await add('phone', 'Requests in 24 hours', '1');
        expect(await page.locator('main').textContent()).not.toContain(phone);
        await text('only gemini-2.5-flash*').waitFor(patiently);

        expect(await bench.chat('gemini-2.5-pro', tavern)).toBe(404);
        expect(await bench.chat('gemini-2.5-flash', tavern)).toBe(200);
        expect(await bench.chat('gemini-2.5-pro', phone)).toBe(200);
        expect(await bench.chat('gemini-2.5-pro', phone)).toBe(429);
        expect(fake.requests.filter(({ model }) => model === 'gemini-2.5-pro')).toHaveLength(1);

        await go('log');
        for (const name of ['tavern', 'phone']) await text(name).waitFor(patiently);
        await go('usage?by=client');
        await page.getByRole('row', { name: /^tavern 1/ }).waitFor(patiently);
        await page.getByRole('row', { name: /^phone 1/ }).waitFor(patiently);

        await go('clients');
        await page.getByRole('switch', { name: 'Let tavern in' }).click();
        await page.locator('.row.off').waitFor(patiently);
        expect(await bench.chat('gemini-2.5-flash', tavern)).toBe(401);
        await button('Remove phone').click();
        await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
        await page.getByText('phone').waitFor({ state: 'detached', ...patiently });
        expect(await bench.chat('gemini-2.5-flash', phone)).toBe(401);
      },
    );

    /** Keys in every state, a failover and an answer in the log, models with others to take over. */
    const livelyPool = async () => {
      const { api, fake } = bench;
      const value = 'gemini-2.5-pro > gemini-2.5-flash-lite-preview-09-2025 > gemini-2.5-flash';
      await api('PUT', '/settings/fallbackModels', { value });
      await api('POST', '/keys', { text: keys(4) });
      const generates = { when: ({ method }: { method: string }) => /generateContent/i.test(method) };
      fake.script(generates, { error: 'key-invalid' }, 1);
      fake.script(generates, { error: 'day-quota' }, 1);
      await api('POST', '/try/v1/chat/completions', { model: 'gemini-2.5-flash', messages: [hello] });
    };
    const pages = pagesOf(shell).map((id) => (id === 'home' ? '' : id));
    /** Most pages are the same in both shells, and looking at all of them twice takes long. */
    const unlikeTheRelay = ['', 'connect', ...pagesOf('extension').filter((id) => !pagesOf('relay').includes(id))];

    test.runIf(shell === 'extension')(
      'where Vertex is on, the browser’s permission for its hosts is asked for',
      async () => {
        const { page, api, go } = bench;
        await go('');
        await page.locator('.overview').waitFor(patiently);
        expect(await button('Allow access').count()).toBe(0);
        await api('PUT', '/settings/enableVertex', { value: true });
        await page.reload();
        await text('*.googleapis.com').waitFor(patiently);
        await button('Allow access').waitFor(patiently);
        await api('DELETE', '/settings/enableVertex');
      },
    );

    test('axe finds nothing to object to on any page, and the Tab key comes to every control', async () => {
      const { page, go } = bench;
      await livelyPool();
      const faults: string[] = [];
      // Colours that are still changing would be judged by chance.
      await page.emulateMedia({ reducedMotion: 'reduce' });
      for (const place of shell === 'relay' ? pages : unlikeTheRelay) {
        await go(place);
        await openAll(page);
        const found = [...(await axeFaults(page)), ...(await unreachable(page))];
        // The rest does not know of colours.
        await page.emulateMedia({ colorScheme: 'dark' });
        found.push(...(await axeFaults(page, ['color-contrast'])));
        await page.emulateMedia({ colorScheme: 'light' });
        faults.push(...found.map((fault) => `${place || 'home'}: ${fault}`));
      }
      expect(faults).toEqual([]);
    }, 300_000);

    test('in a low window nothing lies over the navigation or the preferences', async () => {
      const { page, go } = bench;
      await page.setViewportSize({ width: 1000, height: 620 });
      await go('about');
      for (const control of await page.locator('.nav a, .preferences select').all()) {
        await control.click({ trial: true, ...patiently });
      }
      await page.setViewportSize({ width: 1280, height: 800 });
    });

    test('on a phone no page is too wide, and none cuts a text, in either language', async () => {
      const { page, go } = bench;
      await livelyPool();
      await page.setViewportSize({ width: 380, height: 800 });
      const faults: string[] = [];
      for (const language of ['en', 'zh']) {
        await go('');
        await page.locator('.preferences select').first().selectOption(language);
        for (const place of pages) {
          await go(place);
          await openAll(page);
          const excess = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
          const found = [...(excess > 0 ? [`${excess} px too wide`] : []), ...(await cutTexts(page))];
          faults.push(...found.map((fault) => `${place || 'home'} in ${language}: ${fault}`));
        }
      }
      await page.locator('.preferences select').first().selectOption('en');
      await page.setViewportSize({ width: 1280, height: 800 });
      expect(faults).toEqual([]);
    });
  });
}
