/** The same extension in Firefox, whose background is an event page. `npm run e2e:firefox` runs this alone. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findFirefox } from '../../support/programs/firefox.ts';
import type { FirefoxPage } from '../support/firefox.ts';
import { type FirefoxBench, startFirefoxBench } from '../support/firefox-bench.ts';

const executable = findFirefox();

const question = (content: string) => ({
  method: 'POST',
  body: JSON.stringify({ model: 'gemini-2.5-flash', stream: true, messages: [{ role: 'user', content }] }),
});
/** The calls to the upstream that are about this word. */
const about = (word: string) => ({ when: ({ body }: { body: unknown }) => JSON.stringify(body ?? '').includes(word) });
const endless = { text: ['one ', 'two ', 'three '], gap: { at: 1, ms: 3_600_000 } };
const silent = { beforeHead: 3_600_000 };

/** Status and text of the answer, or the error. */
const ask = (page: FirefoxPage, content: string) =>
  page.evaluate(
    (question) =>
      fetch('https://hajimi.invalid/v1/chat/completions', question)
        .then(async (response) => `${response.status} ${await response.text()}`)
        .catch(String),
    question(content),
  );

describe.skipIf(executable === undefined)('Firefox', () => {
  let bench: FirefoxBench;
  let afterSilence: Promise<string>;
  const askedAbout = (word: string) => bench.fake.requests.filter(about(word).when).length;

  beforeAll(async () => {
    bench = await startFirefoxBench(executable ?? '');
    // An idle background is stopped after 30 s. It goes on while the other tests run, and long after them.
    bench.fake.script(about('late'), { text: ['late ', 'answer'], beforeHead: 70_000 });
    afterSilence = ask(await bench.open(), 'late');
  });
  afterAll(() => bench?.close());

  test('a person adds a key on the config page', async () => {
    const page = await bench.firefox.openOwn('options/index.html#/keys');
    const said = await page.evaluate(
      async (key) => {
        async function until<T>(look: () => T | null | undefined): Promise<T> {
          const found = look();
          if (found) return found;
          await new Promise((resolve) => setTimeout(resolve, 50));
          return until(look);
        }
        const field = await until(() => document.querySelector('textarea'));
        field.value = key;
        field.dispatchEvent(new InputEvent('input', { bubbles: true }));
        (await until(() => document.querySelector<HTMLButtonElement>('form button[type=submit]:enabled'))).click();
        return until(() => document.querySelector('output.form-result')?.textContent);
      },
      `AIzaSy${'FirefoxKey'.padEnd(33, '-')}`,
    );
    expect(said).toMatch(/1/);
    expect(JSON.parse((await bench.owner.ask('/api/keys')).text)).toHaveLength(3);
    await page.close();
  });

  test('a stream arrives in pieces while the upstream still speaks', async () => {
    bench.fake.script(about('count'), endless);
    const page = await bench.open();
    const pieces = await page.evaluate(async (question) => {
      const response = await fetch('https://hajimi.invalid/v1/chat/completions', question);
      const pieces: string[] = [];
      const decoder = new TextDecoder();
      for await (const bytes of response.body ?? []) {
        pieces.push(decoder.decode(bytes));
        if (pieces.at(-1)?.includes('one')) break;
      }
      return pieces;
    }, question('count'));
    expect(pieces.join('')).toMatch(/one (?!.*two)/s);
    // Clients that parse piece by piece need whole events.
    for (const piece of pieces) expect(piece).toMatch(/^data: [\s\S]*\n\n$/);
    // Leaving the loop cancels the body.
    await bench.fake.waitFor((request) => about('count').when(request) && request.aborted);
  });

  test('XMLHttpRequest shows what has come so far, and gets its events in their order', async () => {
    bench.fake.script(about('grow'), endless);
    bench.fake.script(about('whole'), { text: ['one ', 'two ', 'three'] });
    const page = await bench.open();
    const send = (body: string) =>
      page.evaluate((body) => {
        const xhr = new XMLHttpRequest();
        const events: string[] = [];
        for (const name of ['loadstart', 'load', 'error', 'abort', 'loadend']) {
          xhr.addEventListener(name, () => events.push(name));
        }
        let soFar = '';
        xhr.onprogress = () => {
          soFar = xhr.responseText;
          if (body.includes('grow') && soFar.includes('one')) xhr.abort();
        };
        xhr.open('POST', 'https://hajimi.invalid/v1/chat/completions');
        xhr.send(body);
        return new Promise<{ events: string[]; soFar: string; status: number }>((resolve) => {
          xhr.onloadend = () => resolve({ events, soFar, status: xhr.status });
        });
      }, body);
    const growing = await send(question('grow').body);
    expect(growing.events).toEqual(['loadstart', 'abort', 'loadend']);
    expect(growing.soFar).toMatch(/one (?!.*two)/s);
    await bench.fake.waitFor((request) => about('grow').when(request) && request.aborted);
    const whole = await send(question('whole').body);
    expect([whole.status, whole.events]).toEqual([200, ['loadstart', 'load', 'loadend']]);
    expect(whole.soFar).toMatch(/one [\s\S]*two [\s\S]*three[\s\S]*\[DONE\]/);
  });

  test('an abort rejects with its reason and closes the upstream socket', async () => {
    bench.fake.script(about('stop'), endless);
    const page = await bench.open();
    const seen = await page.evaluate(async (question) => {
      const abort = new AbortController();
      const response = await fetch('https://hajimi.invalid/v1/chat/completions', { ...question, signal: abort.signal });
      const reader = response.body?.getReader();
      await reader?.read();
      const reading = reader?.read();
      abort.abort(new Error('changed my mind'));
      return reading?.then(String, String);
    }, question('stop'));
    expect(seen).toBe('Error: changed my mind');
    await bench.fake.waitFor((request) => about('stop').when(request) && request.aborted);
  });

  test('a page that goes elsewhere closes the upstream socket', async () => {
    bench.fake.script(about('leave'), silent);
    const page = await bench.open();
    void ask(page, 'leave').catch(() => undefined);
    await bench.fake.waitFor(about('leave').when);
    await page.goto(bench.site.add('elsewhere'));
    await bench.fake.waitFor((request) => about('leave').when(request) && request.aborted);
  });

  test('a first byte after 70 s arrives', async () => {
    expect(await afterSilence).toMatch(/^200 [\s\S]*late [\s\S]*answer[\s\S]*\[DONE\]/);
    // Not asked anew: the background has lived through it.
    expect(askedAbout('late')).toBe(1);
  });

  test('a background that is stopped before the head is asked again, unseen', async () => {
    const undo = bench.fake.script(about('again'), silent);
    const page = await bench.open();
    const answer = ask(page, 'again');
    await bench.fake.waitFor(about('again').when);
    undo();
    await bench.firefox.stopBackground();
    expect(await answer).toMatch(/^200 [\s\S]*\[DONE\]/);
    expect(askedAbout('again')).toBe(2);
  });

  test('a page that waits for an answer when the extension is reloaded is told so, and goes on', async () => {
    bench.fake.script(about('reload'), silent);
    const page = await bench.open();
    const answer = ask(page, 'reload');
    await bench.fake.waitFor(about('reload').when);
    await bench.firefox.reloadExtension();
    expect(await answer).toMatch(/^503 .*Reload this page/);
    // The new extension puts its bridge into pages that are open.
    await expect.poll(() => ask(page, 'afterwards')).toMatch(/^200 /);
  });
});
