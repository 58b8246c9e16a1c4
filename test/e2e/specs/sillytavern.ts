/** SillyTavern's calls for a model at the virtual origin are answered by the pool, in a page of whatever browser. */
import { describe, expect, test } from 'vitest';
import type { FakeGemini } from '../../fake-gemini/server.ts';
import type { PageBench } from '../support/page-driver.ts';

export const customSource = {
  chat_completion_source: 'custom',
  custom_url: 'https://hajimi.invalid/v1',
  reverse_proxy: '',
};
export const googleSource = {
  chat_completion_source: 'makersuite',
  reverse_proxy: 'https://hajimi.invalid/gemini',
};
export const tavernChat = { model: 'gemini-2.5-flash', messages: [{ role: 'user', content: 'Hi' }] };

/** Runs in the page. Calls as SillyTavern does, with the token that its server asks for. */
export async function callTavern({ url, body, init = {} }: { url: string; body: object; init?: RequestInit }) {
  const headers = { 'Content-Type': 'application/json', 'X-CSRF-Token': 'token' };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body), ...init });
  return { status: response.status, text: await response.text() };
}

/** @param bench is there once the tests run. */
export function describeTavern(bench: () => PageBench & { readonly fake: FakeGemini }): void {
  describe.each([
    ['Custom', customSource],
    ['Google AI Studio', googleSource],
  ])('SillyTavern’s source %s', (_, source) => {
    // Its server would answer 404 to all of them.
    const call = async (path: string, body: object) => {
      const page = await bench().open();
      const url = `/api/backends/chat-completions/${path}`;
      const answer = await page.evaluate(callTavern, { url, body: { ...source, ...body } });
      await page.close();
      return answer;
    };

    test('gets the list of models from the pool', async () => {
      const { status, text } = await call('status', {});
      expect(status).toBe(200);
      expect(JSON.parse(text).data[0].id).toMatch(/^gemini-/);
    });

    test('gets a reply from the pool, whole and streamed', async () => {
      const whole = await call('generate', { ...tavernChat, stream: false });
      expect([whole.status, JSON.parse(whole.text).choices[0].message.content]).toEqual([
        200,
        expect.stringMatching(/^You said: [\s\S]*Hi/),
      ]);
      const streamed = await call('generate', { ...tavernChat, stream: true });
      expect([streamed.status, streamed.text]).toEqual([200, expect.stringMatching(/^data: \{[\s\S]*You/)]);
      // Nothing of the site goes along.
      expect(JSON.stringify(bench().fake.requests)).not.toContain('token');
    });
  });
}
