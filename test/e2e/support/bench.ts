import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { BrowserContext, Page } from 'playwright';
import { type FakeGemini, startFakeGemini } from '../../fake-gemini/server.ts';
import { extensionId, type LaunchOptions, launchWithExtension } from '../../support/programs/launch.ts';
import { type Owner, openOwner } from './owner.ts';
import { type PageServer, startPageServer } from './page-server.ts';

export const builtExtension = fileURLToPath(new URL('../../../dist/chromium', import.meta.url));

/** Everything that an end-to-end test needs: a browser with the extension, a site for its pages, a fake upstream. */
export interface Bench {
  readonly context: BrowserContext;
  readonly fake: FakeGemini;
  readonly site: PageServer;
  readonly owner: Owner;
  /** Opens a page with this HTML on the site. */
  open(html?: string, headers?: Readonly<Record<string, string>>): Promise<Page>;
  close(): Promise<void>;
}

export const benchKeys = ['AIzaSyBENCH_ONE', 'AIzaSyBENCH_TWO'];

/** Answers are streamed as Google streams them, not gathered first. */
export const trueStreaming = { fakeStreaming: false };

/**
 * The extension is configured with `benchKeys`, the fake upstream and true streaming.
 * @param extension its folder; default: what was built last.
 */
export async function startBench(options: LaunchOptions = {}, extension = builtExtension): Promise<Bench> {
  if (!existsSync(extension)) throw new Error(`There is no ${extension}: run "npm run build:chromium" first`);
  const [fake, site, context] = await Promise.all([
    startFakeGemini(),
    startPageServer(),
    launchWithExtension(extension, options),
  ]);
  const owner = await openOwner(context, await extensionId(context));
  // Tests ask faster than people.
  await owner.configure(fake.url, benchKeys, { ...trueStreaming, maxRequestsPerMinute: 0 });
  return {
    context,
    fake,
    site,
    owner,
    async open(html = '', headers = {}) {
      const page = await context.newPage();
      await page.goto(site.add(html, headers));
      return page;
    },
    async close() {
      await context.close();
      await Promise.all([site.close(), fake.close()]);
    },
  };
}
