/** Google's own SDK, and a service account that the worker signs for. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { describeGenAI, openSdk } from '../../specs/genai.ts';
import { type Bench, startBench, trueStreaming } from '../../support/bench.ts';

const model = 'gemini-2.5-flash';

let bench: Bench;
beforeAll(async () => {
  bench = await startBench();
});
beforeEach(() => bench.fake.reset());
afterAll(() => bench?.close());

describeGenAI(() => bench);

test('a service account signs in from the worker', async () => {
  const { fake, owner } = bench;
  const { json } = fake.vertex.createAccount({ project: 'from-the-worker' });
  await owner.configure(fake.url, [json], {
    ...trueStreaming,
    vertexBaseUrl: fake.url,
    googleTokenUrl: `${fake.url}/token`,
  });
  const page = await openSdk(bench);
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
