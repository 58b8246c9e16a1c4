/** Google's own SDK, in its build for browsers, in a page of whatever browser. */
import { fileURLToPath } from 'node:url';
import type { GoogleGenAI } from '@google/genai/web';
import { beforeAll, describe, expect, test } from 'vitest';
import type { FakeGemini } from '../../fake-gemini/server.ts';
import { bundle } from '../support/bundle.ts';
import type { PageBench } from '../support/page-driver.ts';
import type { PageServer } from '../support/page-server.ts';

const baseUrl = 'https://hajimi.invalid/gemini';
const model = 'gemini-2.5-flash';

declare global {
  interface Window {
    GoogleGenAI: typeof GoogleGenAI;
  }
}

interface GenAIBench extends PageBench {
  readonly fake: FakeGemini;
  readonly site: PageServer;
}

/** A page with the SDK, once `serveSdk` has run. */
export const openSdk = <Page>({ open }: { open(html: string): Promise<Page> }): Promise<Page> =>
  open('<script src="/sdk.js"></script>');

export async function serveSdk({ site }: { readonly site: PageServer }): Promise<void> {
  const code = await bundle(fileURLToPath(new URL('../sdks/genai.ts', import.meta.url)));
  site.on('/sdk.js', (_, response) => response.writeHead(200, { 'content-type': 'text/javascript' }).end(code));
}

/** @param bench is there once the tests run. */
export function describeGenAI(bench: () => GenAIBench): void {
  describe('the SDK in a page', () => {
    beforeAll(() => serveSdk(bench()));

    test('generates, streams and counts', async () => {
      const page = await openSdk(bench());
      const said = await page.evaluate(
        async ({ baseUrl, model }) => {
          const ai = new window.GoogleGenAI({ apiKey: 'none needed', httpOptions: { baseUrl } });
          const whole = await ai.models.generateContent({ model, contents: 'hello' });
          const pieces: string[] = [];
          for await (const chunk of await ai.models.generateContentStream({ model, contents: 'a rather long hello' })) {
            pieces.push(chunk.text ?? '');
          }
          const { totalTokens } = await ai.models.countTokens({ model, contents: 'hello' });
          return { whole: whole.text, pieces, totalTokens };
        },
        { baseUrl, model },
      );
      expect(said.whole).toBe('You said: hello');
      expect(said.pieces.join('')).toBe('You said: a rather long hello');
      expect(said.pieces.length).toBeGreaterThan(1);
      expect(said.totalTokens).toBeGreaterThan(0);
      await page.close();
    });

    test('uploads a file and generates with it', async () => {
      const page = await openSdk(bench());
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
      expect(new Set(bench().fake.requests.map(({ key }) => key)).size).toBe(1);
      await page.close();
    });
  });
}
