/** What a person does on the page of the models, the same in both shells. */
import { expect, test } from 'vitest';
import type { OptionsBench } from '../support/options-bench.ts';

/** A loaded machine is no reason to fail. */
const patiently = { timeout: 50_000 };

export function describeModelsPage(opened: () => OptionsBench): void {
  const button = (name: string) => opened().page.getByRole('button', { name, exact: true });
  const field = (name: string) => opened().page.getByLabel(name, { exact: true });
  const settingNow = async (name: string) => {
    const views = (await opened().api('GET', '/settings')) as ReadonlyArray<{ name: string; value: unknown }>;
    return views.find((view) => view.name === name)?.value;
  };
  const becomes = (name: string, value: unknown) => expect.poll(() => settingNow(name), patiently).toEqual(value);

  test('a model’s limit over all keys is set beside it, and another answers when it is reached', async () => {
    const { page, api, go } = opened();
    await api('POST', '/keys', { text: `AIzaSyE2E-${'8'.repeat(29)} AIzaSyE2E-${'9'.repeat(29)}` });
    await api('PUT', '/settings/fallbackModels', { value: 'gemini-2.5-pro > gemini-2.5-flash-lite' });
    await api('PUT', '/settings/modelDailyLimits', { value: '*-lite=1000' });
    const answering = async () => {
      const body = { model: 'gemini-2.5-pro', messages: [{ role: 'user', content: 'hello' }] };
      return ((await api('POST', '/try/v1/chat/completions', body)) as { model: string }).model;
    };
    await go('models');
    const pro = page.locator('li.model', { has: page.getByText('gemini-2.5-pro', { exact: true }) });
    const limit = pro.getByLabel('Requests a day');
    await limit.fill('many');
    await limit.press('Enter');
    const mistake = pro.getByText('A whole number from 1');
    await mistake.waitFor(patiently);
    await limit.fill('');
    await limit.press('Enter');
    await mistake.waitFor({ state: 'detached', ...patiently });
    await limit.fill('1');
    await limit.press('Enter');
    await pro.getByText('0 of 1 today').waitFor(patiently);
    expect(await settingNow('modelDailyLimits')).toEqual(['*-lite=1000', 'gemini-2.5-pro=1']);
    await page.locator('li.model').getByText('0 of 1,000 today').first().waitFor(patiently);

    expect([await answering(), await answering()]).toEqual(['gemini-2.5-pro', 'gemini-2.5-flash-lite']);
    await page.reload();
    await pro.getByText('1 of 1 today').waitFor(patiently);
    // There and back, quicker than the first is saved.
    await limit.fill('7');
    await limit.press('Enter');
    await limit.fill('1');
    await limit.press('Enter');
    await pro.locator('.save-status.saved').waitFor(patiently);
    await becomes('modelDailyLimits', ['*-lite=1000', 'gemini-2.5-pro=1']);
    await limit.fill('');
    await limit.press('Tab');
    await pro.getByText('1 today', { exact: true }).waitFor(patiently);
    expect(await settingNow('modelDailyLimits')).toEqual(['*-lite=1000']);
    for (const name of ['fallbackModels', 'modelDailyLimits']) await api('DELETE', `/settings/${name}`);
  });

  test('quick changes of the order each start from the one before', async () => {
    const { page, api, go } = opened();
    await api('PUT', '/settings/fallbackModels', { value: 'pro > a > b > c' });
    await go('models');
    await button('Up: c in place of pro').focus();
    for (let press = 0; press < 2; press++) await page.keyboard.press('Enter');
    await becomes('fallbackModels', 'pro > c > a > b');
    await page.locator('.fallback .save-status.saved').waitFor(patiently);

    // There and back: the second change brings what is still stored while the first is on its way.
    await button('Down: c in place of pro').focus();
    await page.keyboard.press('Enter');
    await button('Up: c in place of pro').press('Enter');
    await page.locator('.fallback .save-status.saved').waitFor(patiently);
    await go('');
    expect(await settingNow('fallbackModels')).toBe('pro > c > a > b');
    await api('DELETE', '/settings/fallbackModels');
  });

  test('who takes over for a model is put in order by keyboard, and so it happens', async () => {
    const { page, api, go, fake } = opened();
    await api('DELETE', '/settings/fallbackModels');
    await api('POST', '/keys', { text: `AIzaSyE2E-${'7'.repeat(29)}` });
    await go('models');
    await field('When this model cannot answer').fill('gemini-2.5-pro');
    await page.keyboard.press('Tab');
    await page.keyboard.type('models/gemini-2.5-flash-lite');
    await page.keyboard.press('Enter');
    await becomes('fallbackModels', 'gemini-2.5-pro > gemini-2.5-flash-lite');
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('INPUT');

    const next = field('One more in place of gemini-2.5-pro');
    await next.fill('gemini-2.5-pro');
    await next.press('Enter');
    await page.getByText('The list has this model already.').waitFor(patiently);
    await next.fill('gemini-2.5-flash');
    await next.press('Enter');
    await becomes('fallbackModels', 'gemini-2.5-pro > gemini-2.5-flash-lite > gemini-2.5-flash');

    const up = button('Up: gemini-2.5-flash in place of gemini-2.5-pro');
    await up.focus();
    await page.keyboard.press('Enter');
    await becomes('fallbackModels', 'gemini-2.5-pro > gemini-2.5-flash > gemini-2.5-flash-lite');
    await page.locator('.fallback .save-status.saved').waitFor(patiently);
    expect(await up.evaluate((one) => one === document.activeElement)).toBe(true);

    const isOfPro = { when: ({ model }: { model: string }) => model === 'gemini-2.5-pro' };
    fake.script(isOfPro, { error: 'day-quota' });
    const answer = await api('POST', '/try/v1/chat/completions', {
      model: 'gemini-2.5-pro',
      messages: [{ role: 'user', content: 'hello' }],
    });
    expect(answer).toMatchObject({ model: 'gemini-2.5-flash' });

    await button('Remove gemini-2.5-flash in place of gemini-2.5-pro').press('Enter');
    await becomes('fallbackModels', 'gemini-2.5-pro > gemini-2.5-flash-lite');
    const last = button('Remove gemini-2.5-flash-lite in place of gemini-2.5-pro');
    expect(await last.evaluate((one) => one === document.activeElement)).toBe(true);
    await page.keyboard.press('Enter');
    await becomes('fallbackModels', '');
    await page.locator('.chain').waitFor({ state: 'detached', ...patiently });
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('INPUT');
    await api('DELETE', '/settings/fallbackModels');
  });
}
