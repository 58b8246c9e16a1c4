/** The clients that people have in their pages, each bundled as it is and told no more than the address. */
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Client } from '../../sdks/entry.ts';
import { type Bench, startBench } from '../../support/bench.ts';
import { bundle } from '../../support/bundle.ts';

declare global {
  var clients: Readonly<Record<string, Client>>;
}

let bench: Bench;
let page: Page;
beforeAll(async () => {
  const [script] = await Promise.all([
    bundle(fileURLToPath(new URL('../../sdks/entry.ts', import.meta.url))),
    startBench().then((started) => {
      bench = started;
    }),
  ]);
  bench.site.on('/sdks.js', (_, response) => {
    response.writeHead(200, { 'content-type': 'text/javascript; charset=utf-8' }).end(script);
  });
  page = await bench.open('<script src="/sdks.js"></script>');
});
beforeEach(() => bench.fake.reset());
afterAll(() => bench?.close());

const names = [
  'openai',
  '@google/genai',
  'axios by XMLHttpRequest',
  'axios by fetch',
  'ky',
  'sse.js',
  '@microsoft/fetch-event-source',
  'the AI SDK',
  'LangChain',
];

test('each of them is asked', async () => {
  expect(await page.evaluate(() => Object.keys(clients))).toEqual(names);
});

const ask = (name: string, kind: keyof Client, text: string) =>
  page.evaluate(({ name, kind, text }) => clients[name]?.[kind]?.(text), { name, kind, text });

test.each(names)('%s gets a whole answer, and a stream piece by piece', async (name) => {
  // Those that only stream have no way to ask for a whole answer.
  const whole = await ask(name, 'whole', `whole, ${name}`);
  if (whole) expect(whole).toEqual([`You said: whole, ${name}`]);
  bench.fake.script({ method: 'streamGenerateContent' }, { text: ['one ', 'two é ', 'three'], betweenChunks: 20 });
  const pieces = await ask(name, 'streamed', `streamed, ${name}`);
  expect(pieces?.join('')).toBe('one two é three');
  expect(pieces?.filter((piece) => piece !== '')).toEqual(['one ', 'two é ', 'three']);
});

test('an error of the app is the error that the client knows', async () => {
  bench.fake.script({}, { error: 'bad-request', message: 'not like this' });
  const seen = await page.evaluate(async (names) => {
    const outcomes: string[] = [];
    for (const name of names) {
      const { whole, streamed } = clients[name] ?? {};
      const said = await (whole ?? streamed)?.('wrong').then(
        String,
        (error) => `failed: ${error.message ?? error.type}`,
      );
      outcomes.push(`${said}`);
    }
    return outcomes;
  }, names);
  for (const said of seen) expect(said).toMatch(/^failed: /);
});
