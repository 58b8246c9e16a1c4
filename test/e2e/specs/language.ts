/** The errors that a newcomer meets first, in a page of a browser whose language is Chinese. */
import { expect, test } from 'vitest';
import type { FakeGemini } from '../../fake-gemini/server.ts';
import type { PageBench } from '../support/page-driver.ts';
import { callTavern, customSource, tavernChat } from './sillytavern.ts';

/** @param bench is there once the tests run. */
export function describeLanguage(bench: () => PageBench & { readonly fake: FakeGemini }): void {
  /** What a page is told by `fetch`, and SillyTavern by its own call. */
  const told = async (headers: Readonly<Record<string, string>> = {}): Promise<string[]> => {
    const page = await bench().open();
    const init = { method: 'POST', headers, body: JSON.stringify(tavernChat) };
    const text = await page.evaluate(
      async (init) => (await fetch('https://hajimi.invalid/v1/chat/completions', init)).text(),
      init,
    );
    const url = '/api/backends/chat-completions/generate';
    const tavern = await page.evaluate(callTavern, { url, body: { ...customSource, ...tavernChat } });
    await page.close();
    return [text, tavern.text].map((json) => JSON.parse(json).error.message);
  };
  const chinese = expect.stringMatching(/[\u4e00-\u9fff]{4}/);
  const english = expect.not.stringMatching(/[\u4e00-\u9fff]/);

  test('all keys are exhausted', async () => {
    bench().fake.script({}, { error: 'day-quota' });
    expect(await told()).toEqual([chinese, chinese]);
  });

  test('there is no key', async () => {
    const { owner, fake } = bench();
    await owner.forgetAll();
    await owner.configure(fake.url, []);
    expect(await told()).toEqual([chinese, chinese]);
  });

  test('a request that names its language, and a person who chose one, are heard first', async () => {
    const { owner, fake } = bench();
    expect(await told({ 'accept-language': 'en' })).toEqual([english, chinese]);
    await owner.configure(fake.url, [], { language: 'en' });
    expect(await told()).toEqual([english, english]);
  });
}
