/** The built extension against the page's own `fetch` of the same upstream. */

import { type Browser, benchModel, openBrowser, type Times, type Work } from './extension-browser.ts';
import { median, short } from './figures.ts';
import type { Measured, Row } from './rows.ts';

const who = { ours: 'extension', floor: 'own fetch', figure: 'p50' } as const;

export const extensionRows: readonly Row[] = [
  { ...who, title: 'extension, 2 KB answer, added ms', scenario: 'extWarm', as: 'difference', goal: '<= 5' },
  { ...who, title: 'the same, worker asleep', scenario: 'extCold', as: 'difference', goal: '<= 120' },
  { ...who, title: 'extension, 100 chunks at 0 ms', scenario: 'extStream', as: 'ratio', goal: '<= 2' },
  { ...who, title: 'extension, 15 MiB upload', scenario: 'extUpload', as: 'ratio', goal: '<= 3' },
  { ...who, title: 'other fetches of the page', scenario: 'extOthers', as: 'ratio', goal: '1', floor: 'without' },
  { ...who, title: 'worker asleep, 5,000 keys: answer, ms', scenario: 'extKeys', as: 'alone', goal: '<= 200' },
];

export interface ExtensionBench {
  /** One round of a scenario. */
  measure(scenario: string, scale: number, measured: Measured): Promise<void>;
  close(): Promise<void>;
}

const words = 'Please explain in two paragraphs why the sky looks blue at noon and red at sunset.';
const openai = (content: unknown, stream: boolean) =>
  JSON.stringify({ model: benchModel, stream, messages: [{ role: 'user', content }] });
const native = (...parts: readonly object[]) => JSON.stringify({ contents: [{ role: 'user', parts }] });
const imageUrl = { type: 'image_url', image_url: { url: 'data:image/png;base64,IMAGE' } };
const inlineImage = { inlineData: { mimeType: 'image/png', data: 'IMAGE' } };

const answer: Work = {
  floor: { path: 'generateContent', body: native({ text: words }), holds: '@@' },
  ours: { body: openai(words, false), holds: '@@' },
};
const stream: Work = {
  floor: { path: 'streamGenerateContent?alt=sse', body: native({ text: words }), holds: '@@' },
  ours: { body: openai(words, true), holds: '[DONE]' },
};
const upload: Work = {
  floor: { path: 'generateContent', body: native({ text: words }, inlineImage), holds: '@@' },
  ours: { body: openai([{ type: 'text', text: words }, imageUrl], false), holds: '@@' },
};

/** @param upstream URL of the mock, which serves the pages too: then the page's own `fetch` needs no preflight. */
export async function openExtensionBench(upstream: string): Promise<ExtensionBench> {
  const few = await openBrowser(upstream, 20);
  // Starts where it is wanted.
  let many: Promise<Browser> | undefined;
  const scenarios: Readonly<Record<string, (scale: number) => Promise<Times>>> = {
    async extWarm(scale) {
      await few.compare(answer, 10);
      return few.compare(answer, 100 * scale);
    },
    extCold: (scale) => few.compareAsleep(answer, 10 * scale),
    extStream: (scale) => few.compare(stream, 40 * scale),
    extUpload: (scale) => few.compare(upload, 6 * scale),
    // 10,000 in each of the two pages, over the rounds of a whole run.
    extOthers: (scale) => few.compareOthers(4, 500 * scale),
    async extKeys(scale) {
      many ??= openBrowser(upstream, 5_000);
      return (await many).compareAsleep(answer, 10 * scale);
    },
  };
  return {
    async measure(scenario, scale, measured) {
      // The relay's scenarios leave it at their own pace.
      const pace = JSON.stringify({ chunks: 100, chunkMs: 0, ttfbMs: 0 });
      await fetch(`${upstream}/__mock/config`, { method: 'POST', body: pace });
      const [floor, ours] = (await scenarios[scenario]?.(scale)) ?? [[], []];
      const floorName = scenario === 'extOthers' ? 'without' : 'own fetch';
      measured.keep(floorName, scenario, { p50: median(floor), all: floor });
      measured.keep('extension', scenario, { p50: median(ours), all: ours });
      console.error(`${scenario}: ${floorName} ${short(median(floor))} ms, extension ${short(median(ours))} ms`);
    },
    async close() {
      await few.close();
      await (await many)?.close();
    },
  };
}
