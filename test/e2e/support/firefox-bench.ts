import { type FakeGemini, startFakeGemini } from '../../gemini/server.ts';
import { benchKeys, trueStreaming } from './bench.ts';
import { type Firefox, type FirefoxPage, startFirefox } from './firefox.ts';
import { askFromPage, type Owner, ownerBy } from './owner.ts';
import { type PageServer, startPageServer } from './page-server.ts';

/** What `Bench` is for Chromium. */
export interface FirefoxBench {
  readonly firefox: Firefox;
  readonly fake: FakeGemini;
  readonly site: PageServer;
  readonly owner: Pick<Owner, 'ask' | 'configure'>;
  /** Opens a page with this HTML on the site. */
  open(html?: string): Promise<FirefoxPage>;
  close(): Promise<void>;
}

/** @param executable of Firefox. The extension is configured as in the bench of Chromium. */
export async function startFirefoxBench(executable: string): Promise<FirefoxBench> {
  const [fake, site, firefox] = await Promise.all([startFakeGemini(), startPageServer(), startFirefox(executable)]);
  const own = await firefox.openOwn('manifest.json');
  const owner = ownerBy((asked) => own.evaluate(askFromPage, asked));
  await owner.configure(fake.url, benchKeys, { ...trueStreaming, maxRequestsPerMinute: 0 });
  return {
    firefox,
    fake,
    site,
    owner,
    open: (html = '') => firefox.open(site.add(html)),
    async close() {
      await firefox.close();
      await Promise.all([fake.close(), site.close()]);
    },
  };
}
