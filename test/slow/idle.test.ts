/** What a browser does to an idle background after 30 s must not happen to one that waits for Google. */
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { startPageServer } from '../e2e/support/page-server.ts';
import { openUnattached } from '../e2e/support/unattached.ts';
import { startFakeGemini } from '../gemini/server.ts';

const silence = 45_000;

test('a first byte after 45 s and a stream with a gap of 45 s both arrive', async () => {
  const [fake, site] = await Promise.all([startFakeGemini(), startPageServer()]);
  const asks = (word: string) => ({
    method: 'streamGenerateContent',
    when: ({ body }: { body: unknown }) => JSON.stringify(body).includes(word),
  });
  fake.script(asks('late'), { text: ['late answer'], beforeHead: silence });
  fake.script(asks('gap'), { text: ['before ', 'and after'], gap: { at: 1, ms: silence } });

  const reported = new Promise<string>((resolve) => {
    site.on('/report', (request, response) => {
      response.end();
      void text(request).then(resolve);
    });
  });
  const page = site.add(`<script>
    async function ask(content) {
      const body = JSON.stringify({ model: 'gemini-2.5-flash', stream: true, messages: [{ role: 'user', content }] });
      const response = await fetch('https://hajimi.invalid/v1/chat/completions', { method: 'POST', body });
      return response.status + ' ' + (await response.text());
    }
    Promise.all(['late', 'gap'].map((content) => ask(content).catch(String))).then((answers) =>
      fetch('/report', { method: 'POST', body: JSON.stringify(answers) }));
  </script>`);

  const close = await openUnattached(page, { url: fake.url, keys: ['AIzaSyIDLE_ONE', 'AIzaSyIDLE_TWO'] });
  const [late, gap] = JSON.parse(await reported);
  await close();
  await Promise.all([fake.close(), site.close()]);

  expect(late).toMatch(/^200 [\s\S]*late answer[\s\S]*\[DONE\]/);
  expect(gap).toMatch(/^200 [\s\S]*before [\s\S]*and after[\s\S]*\[DONE\]/);
  // Nobody was asked twice: no worker died in between.
  expect(fake.requests.filter(({ method }) => method === 'streamGenerateContent')).toHaveLength(2);
});
