/** Firefox with the extension, over WebDriver BiDi: no driver program is needed, and Playwright's own Firefox loads none. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import manifest from '../../../manifest.json' with { type: 'json' };
import { type Bidi, connectBidi } from './bidi.ts';

const builtForFirefox = fileURLToPath(new URL('../../../dist/firefox', import.meta.url));
const addon = manifest.browser_specific_settings.gecko.id;
/** Firefox makes one up for each installation, unless it is told. */
const host = '2f0a6c1e-7d35-4b8e-9a47-5c1d90e3b6f8';

export type Preferences = Readonly<Record<string, string | number | boolean>>;

const preferences: Preferences = {
  'extensions.webextensions.uuids': JSON.stringify({ [addon]: host }),
  // Nothing is fetched but the tests' own pages.
  'app.normandy.enabled': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
};

export interface FirefoxPage {
  /** Runs a function in the page, as Playwright's `evaluate` does; argument and result travel as JSON. */
  evaluate<Argument, Result>(
    run: (argument: Argument) => Result | Promise<Result>,
    argument: Argument,
  ): Promise<Result>;
  goto(url: string): Promise<void>;
  close(): Promise<void>;
}

export interface Firefox {
  open(url: string): Promise<FirefoxPage>;
  /** Opens a page of the extension, such as `options/index.html`. */
  openOwn(path: string): Promise<FirefoxPage>;
  /** Stops the background, as the browser does after 30 idle seconds. */
  stopBackground(): Promise<void>;
  /** Loads the extension anew, as an update does. */
  reloadExtension(): Promise<void>;
  /** Installs another version over the one that is there. */
  install(extension: string): Promise<void>;
  close(): Promise<void>;
}

/**
 * @param extension a folder, or a zip that was packaged.
 * @param own preferences besides those of all tests.
 */
export async function startFirefox(
  executable: string,
  extension = builtForFirefox,
  own: Preferences = {},
): Promise<Firefox> {
  if (!existsSync(extension)) throw new Error(`There is no ${extension}: run "npm run build:firefox" first`);
  const profile = await mkdtemp(join(tmpdir(), 'hajimi-firefox-'));
  const lines = Object.entries({ ...preferences, ...own }).map(
    ([name, value]) => `user_pref("${name}", ${JSON.stringify(value)});`,
  );
  await writeFile(join(profile, 'user.js'), lines.join('\n'));
  const browser = spawn(
    executable,
    // System access opens the extension's own pages, which BiDi does not show to ordinary sessions.
    ['--headless', '--no-remote', '--profile', profile, '--remote-debugging-port', '0', '--remote-allow-system-access'],
    // It refuses to run where the home folder is somebody else's, as root's may be in a container.
    { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, HOME: profile } },
  );
  const ended = once(browser, 'exit');
  const bidi = await connectBidi(await addressOf(createInterface(browser.stderr)));
  const install = async (path: string) => {
    const type = path.endsWith('.zip') ? 'archivePath' : 'path';
    await bidi.send('webExtension.install', { extensionData: { type, path } });
  };
  await install(extension);

  const [chrome] = (await bidi.send('browsingContext.getTree', { 'moz:scope': 'chrome' })).contexts;
  /** Runs with the rights of the browser itself; `extension` is ours. */
  const asBrowser = (code: string) =>
    bidi.evaluate(
      chrome?.context ?? '',
      `async () => {
        const { extension } = WebExtensionPolicy.getByID('${addon}');
        const { AddonManager } = ChromeUtils.importESModule('resource://gre/modules/AddonManager.sys.mjs');
        ${code}
      }`,
    );

  return {
    open: (url) => openPage(bidi, url, 'complete'),
    // Their load events are not told.
    openOwn: (path) => openPage(bidi, `moz-extension://${host}/${path}`, 'none'),
    async stopBackground() {
      await asBrowser('await extension.terminateBackground({ ignoreDevToolsAttached: true });');
    },
    async reloadExtension() {
      await asBrowser(`await (await AddonManager.getAddonByID('${addon}')).reload();`);
    },
    install,
    async close() {
      bidi.close();
      browser.kill();
      await ended;
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function addressOf(lines: AsyncIterable<string>): Promise<string> {
  for await (const line of lines) {
    const [, address] = /WebDriver BiDi listening on (ws:\S+)/.exec(line) ?? [];
    if (address !== undefined) return address;
  }
  throw new Error('Firefox ended before it listened');
}

async function openPage(bidi: Bidi, url: string, wait: 'complete' | 'none'): Promise<FirefoxPage> {
  const { context } = await bidi.send('browsingContext.create', { type: 'tab' });
  const goto = async (url: string) => {
    await bidi.send('browsingContext.navigate', { context, url, wait });
  };
  await goto(url);
  return {
    evaluate: (run, argument) => bidi.evaluate(context, String(run), argument),
    goto,
    async close() {
      await bidi.send('browsingContext.close', { context });
    },
  };
}
