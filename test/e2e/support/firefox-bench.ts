import { type FakeGemini, startFakeGemini } from '../../fake-gemini/server.ts';
import { benchKeys, trueStreaming } from './bench.ts';
import { type Firefox, type FirefoxPage, type Preferences, startFirefox } from './firefox.ts';
import { askFromPage, deleteStore, type Owner, ownerBy, untilRegistered } from './owner.ts';
import { type PageServer, startPageServer } from './page-server.ts';

/** What `Bench` is for Chromium. */
export interface FirefoxBench {
  readonly firefox: Firefox;
  readonly fake: FakeGemini;
  readonly site: PageServer;
  readonly owner: Pick<Owner, 'ask' | 'configure' | 'forgetAll'>;
  /** Another one, in a new page of the extension. */
  openOwner(): Promise<Pick<Owner, 'ask' | 'configure'>>;
  /** Opens a page with this HTML on the site. */
  open(html?: string): Promise<FirefoxPage>;
  close(): Promise<void>;
}

/**
 * The extension is configured as in the bench of Chromium.
 * @param executable of Firefox.
 * @param extension a folder or a zip; default: what was built last.
 * @param preferences of this Firefox.
 */
export async function startFirefoxBench(
  executable: string,
  extension?: string,
  preferences?: Preferences,
): Promise<FirefoxBench> {
  const [fake, site, firefox] = await Promise.all([
    startFakeGemini(),
    startPageServer(),
    startFirefox(executable, extension, preferences),
  ]);
  async function openOwner() {
    const own = await firefox.openOwn('manifest.json');
    await own.evaluate(untilRegistered, undefined);
    return {
      ...ownerBy((asked) => own.evaluate(askFromPage, asked)),
      async forgetAll() {
        await firefox.stopBackground();
        await own.evaluate(deleteStore, undefined);
      },
    };
  }
  const owner = await openOwner();
  await owner.configure(fake.url, benchKeys, { ...trueStreaming, maxRequestsPerMinute: 0 });
  return {
    firefox,
    fake,
    site,
    owner,
    openOwner,
    open: (html = '') => firefox.open(site.add(html)),
    async close() {
      await firefox.close();
      await Promise.all([fake.close(), site.close()]);
    },
  };
}
