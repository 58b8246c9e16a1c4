/** How every test and the demo start Chromium: the arguments are in this one place. */
import { type BrowserContext, chromium } from 'playwright';
import { findBrowser } from './browser.ts';

/** For any Chromium that we start ourselves: quiet, and without a word to anybody but the page's own servers. */
export function browserArgs(): string[] {
  return [
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-quic',
    // Containers have no GPU and a /dev/shm of 64 MB, and Chromium refuses to sandbox root.
    '--disable-gpu',
    '--disable-dev-shm-usage',
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  ];
}

/** `folder` is an unpacked extension, such as `dist/chromium`. */
export const extensionArgs = (folder: string): string[] => [
  `--disable-extensions-except=${folder}`,
  `--load-extension=${folder}`,
];

export interface LaunchOptions {
  /** Default true. */
  readonly headless?: boolean;
  /** Default: a new one that is thrown away. */
  readonly profile?: string;
  readonly args?: readonly string[];
  /** `null`: as large as the window that the person sees. */
  readonly viewport?: { readonly width: number; readonly height: number } | null;
  /** Such as `zh-CN`. */
  readonly locale?: string;
  /** Device pixels by CSS pixel. */
  readonly scale?: number;
  /** Keeps pages that are left, as browsers do unless Playwright starts them. Default false. */
  readonly backForwardCache?: boolean;
}

/** A browser with the extension loaded. Playwright stays attached to its worker, which therefore never falls asleep. */
export async function launchWithExtension(folder: string, options: LaunchOptions = {}): Promise<BrowserContext> {
  const { headless = true, profile = '', args = [], viewport, locale, scale, backForwardCache = false } = options;
  return chromium.launchPersistentContext(profile, {
    executablePath: await findBrowser(),
    headless,
    args: [...browserArgs(), ...extensionArgs(folder), ...args],
    ...(backForwardCache ? { ignoreDefaultArgs: ['--disable-back-forward-cache'] } : {}),
    ...(viewport === undefined ? {} : { viewport }),
    ...(locale === undefined ? {} : { locale }),
    ...(scale === undefined ? {} : { deviceScaleFactor: scale }),
  });
}

/** The loaded extension's id, once its worker runs. */
export async function extensionId(context: BrowserContext): Promise<string> {
  const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'));
  return new URL(worker.url()).host;
}
