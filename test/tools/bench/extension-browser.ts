/** A browser with the built extension, and what is timed in it. */
import { trueStreaming } from '../../e2e/support/bench.ts';
import { askFromPage, ownerBy } from '../../e2e/support/owner.ts';
import { startChromium } from './chromium.ts';
import { type Call, timeMany, timePairs } from './in-page.ts';
import { genKeys } from './programs/gen-keys.mjs';

/** The same work done by the page's own `fetch` and through Hajimi. */
export interface Work {
  /** `path`: method of the model, and query. */
  readonly floor: Omit<Call, 'url'> & { readonly path: string };
  readonly ours: Omit<Call, 'url'>;
}

/** Times of the floor and of the extension, in ms. */
export type Times = readonly [floor: readonly number[], ours: readonly number[]];

export interface Browser {
  /** So many pairs, one call after the other. */
  compare(work: Work, times: number): Promise<Times>;
  /** Each pair after the worker was stopped. */
  compareAsleep(work: Work, times: number): Promise<Times>;
  /** What the page fetches elsewhere, in a page without the extension and in one with it: time of a call in each block. */
  compareOthers(blocks: number, times: number): Promise<Times>;
  close(): Promise<void>;
}

export const benchModel = 'gemini-2.5-flash';

/** @param upstream URL of the mock, which serves the pages too: then the page's own `fetch` needs no preflight. */
export async function openBrowser(upstream: string, keys: number): Promise<Browser> {
  // The same server under a name on which the extension does not run.
  const elsewhere = upstream.replace('127.0.0.1', 'without-hajimi.test');
  const chromium = await startChromium(['--host-resolver-rules=MAP without-hajimi.test 127.0.0.1']);
  const own = await chromium.open(`chrome-extension://${chromium.extensionId}/manifest.json`);
  const owner = ownerBy((asked) => own.evaluate(askFromPage, asked));
  const limits = { maxRequestsPerMinute: 0, maxRequestsPerDayPerIp: 0 };
  await owner.configure(upstream, genKeys(keys, keys), { ...trueStreaming, ...limits });
  const without = await chromium.open(`${elsewhere}/v1beta/models`);
  const page = await chromium.open(`${upstream}/v1beta/models`);

  function compare({ floor: { path, ...floor }, ours }: Work, times: number): Promise<Times> {
    return page.evaluate(timePairs, {
      floor: { ...floor, url: `${upstream}/v1beta/models/${benchModel}:${path}` },
      ours: { ...ours, url: 'https://hajimi.invalid/v1/chat/completions' },
      times: Math.ceil(times),
    });
  }

  return {
    compare,
    async compareAsleep(work, times) {
      const [floor, ours]: [number[], number[]] = [[], []];
      for (let pair = 0; pair < times; pair++) {
        await page.stopWorker();
        // The page's own call comes first, so that it wakes nobody.
        const taken = await compare(work, 1);
        floor.push(...taken[0]);
        ours.push(...taken[1]);
      }
      return [floor, ours];
    },
    async compareOthers(blocks, times) {
      const [floor, ours]: [number[], number[]] = [[], []];
      for (let block = 0; block < blocks; block++) {
        for (const [place, taken] of [
          [without, floor],
          [page, ours],
        ] as const) {
          await place.bringToFront();
          taken.push((await place.evaluate(timeMany, { url: '/version.txt', times })) / times);
        }
      }
      return [floor, ours];
    },
    close: chromium.close,
  };
}
