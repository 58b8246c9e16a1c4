/** What a person does on the page of the models, the same in both shells. */
import { expect, test } from 'vitest';
import type { OptionsBench } from './options-bench.ts';

/** A loaded machine is no reason to fail. */
const patiently = { timeout: 50_000 };

export function describeModelsPage(opened: () => OptionsBench): void {
  const button = (name: string) => opened().page.getByRole('button', { name, exact: true });
  const field = (name: string) => opened().page.getByLabel(name, { exact: true });
  const settingNow = async (name: string) => {
    const views = (await opened().api('GET', '/settings')) as ReadonlyArray<{ name: string; value: unknown }>;
    return views.find((view) => view.name === name)?.value;
  };
  const becomes = (name: string, value: string) => expect.poll(() => settingNow(name), patiently).toBe(value);

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
