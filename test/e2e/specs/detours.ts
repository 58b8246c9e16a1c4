/** What a page has a third party's relay ask of Hajimi is asked with its body, in a page of whatever browser. */
import { describe, expect, test } from 'vitest';
import type { FakeGemini } from '../../fake-gemini/server.ts';
import type { PageBench } from '../support/page-driver.ts';
import type { PageServer } from '../support/page-server.ts';

/**
 * @param bench is there once the tests run.
 * @param relay gets none of it.
 */
export function describeDetours(
  bench: () => PageBench & { readonly fake: FakeGemini },
  relay: () => Pick<PageServer, 'origin'>,
): void {
  describe('a question through a relay', () => {
    test('is answered here in every form', async () => {
      const page = await bench().open();
      const answers = await page.evaluate(async (relay) => {
        const target = 'https://hajimi.invalid/v1/chat/completions';
        const url = `${relay}/?${target}`;
        const json = { 'content-type': 'application/json' };
        const named = {
          'risu-url': encodeURIComponent(target),
          'risu-header': encodeURIComponent(JSON.stringify({ ...json, authorization: 'x' })),
        };
        const question = (content: string) =>
          JSON.stringify({ model: 'gemini-2.5-flash', messages: [{ role: 'user', content }] });
        const asking = (content: string, headers: HeadersInit = json) => ({
          method: 'POST',
          headers,
          body: question(content),
        });
        const forms = [
          fetch(url, asking('form one')),
          fetch(new URL(url), asking('form two')),
          fetch(new Request(url, asking('form three'))),
          fetch(`${relay}/proxy2`, asking('form four', named)),
          fetch(`${relay}/proxy2`, {
            ...asking('', new Headers(named)),
            body: new TextEncoder().encode(question('form five')),
          }),
          fetch(new Request(`${relay}/proxy2`, asking('form six', named))),
        ];
        return Promise.all(
          forms.map(async (form) => {
            const answer = await form;
            return { status: answer.status, url: answer.url, said: /form \w+/.exec(await answer.text())?.[0] };
          }),
        );
      }, relay().origin);
      expect(answers).toEqual(
        ['one', 'two', 'three', 'four', 'five', 'six'].map((form) => ({
          status: 200,
          url: 'https://hajimi.invalid/v1/chat/completions',
          said: `form ${form}`,
        })),
      );
      await page.close();
    });
  });
}
