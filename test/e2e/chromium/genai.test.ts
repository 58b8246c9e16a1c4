/** Google's own SDK, in its build for browsers, and a service account that the worker signs for. */
import { fileURLToPath } from 'node:url';
import type { GoogleGenAI } from '@google/genai/web';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Bench, startBench, trueStreaming } from '../support/bench.ts';
import { bundle } from '../support/bundle.ts';

const baseUrl = 'https://hajimi.invalid/gemini';
const model = 'gemini-2.5-flash';

let bench: Bench;
beforeAll(async () => {
  bench = await startBench();
  await bundleSdk();
});
beforeEach(() => bench.fake.reset());
afterAll(() => bench?.close());

declare global {
  interface Window {
    GoogleGenAI: typeof GoogleGenAI;
  }
}

const openSdk = () => bench.open('<script src="/sdk.js"></script>');

async function bundleSdk(): Promise<void> {
  const code = await bundle(fileURLToPath(new URL('../sdks/genai.ts', import.meta.url)));
  bench.site.on('/sdk.js', (_, response) => response.writeHead(200, { 'content-type': 'text/javascript' }).end(code));
}

describe('the SDK in a page', () => {
  test('generates and streams', async () => {
    const page = await openSdk();
    const said = await page.evaluate(
      async ({ baseUrl, model }) => {
        const ai = new window.GoogleGenAI({ apiKey: 'none needed', httpOptions: { baseUrl } });
        const whole = await ai.models.generateContent({ model, contents: 'hello' });
        const pieces: string[] = [];
        for await (const chunk of await ai.models.generateContentStream({ model, contents: 'a rather long hello' })) {
          pieces.push(chunk.text ?? '');
        }
        return { whole: whole.text, pieces };
      },
      { baseUrl, model },
    );
    expect(said.whole).toBe('You said: hello');
    expect(said.pieces.join('')).toBe('You said: a rather long hello');
    expect(said.pieces.length).toBeGreaterThan(1);
  });

  test('uploads a file and generates with it', async () => {
    const page = await openSdk();
    const { text, uri } = await page.evaluate(
      async ({ baseUrl, model }) => {
        const ai = new window.GoogleGenAI({ apiKey: 'none needed', httpOptions: { baseUrl } });
        const file = await ai.files.upload({ file: new Blob(['x'.repeat(2_000_000)], { type: 'text/plain' }) });
        const fileData = { fileUri: file.uri ?? '', mimeType: file.mimeType ?? '' };
        const answer = await ai.models.generateContent({ model, contents: [{ fileData }] });
        return { text: answer.text, uri: file.uri };
      },
      { baseUrl, model },
    );
    expect(text).toContain(uri);
    expect(new Set(bench.fake.requests.map(({ key }) => key)).size).toBe(1);
  });
});

test('a service account signs in from the worker', async () => {
  const { fake, owner } = bench;
  const { json } = fake.vertex.createAccount({ project: 'from-the-worker' });
  await owner.configure(fake.url, [json], {
    ...trueStreaming,
    vertexBaseUrl: fake.url,
    googleTokenUrl: `${fake.url}/token`,
  });
  const page = await openSdk();
  const text = await page.evaluate(async (model) => {
    const httpOptions = { baseUrl: 'https://hajimi.invalid/vertex' };
    const ai = new window.GoogleGenAI({ apiKey: 'none needed', httpOptions });
    return (await ai.models.generateContent({ model, contents: 'hello' })).text;
  }, model);
  expect(text).toBe('You said: hello');
  expect(fake.requests.map(({ path }) => path)).toEqual([
    '/token',
    `/v1beta1/projects/from-the-worker/locations/global/publishers/google/models/${model}:generateContent`,
  ]);
});
