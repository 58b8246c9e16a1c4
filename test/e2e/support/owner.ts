import type { BrowserContext, Page } from 'playwright';
import { exchangePort } from '../../../src/extension/protocol/port.ts';
import { virtualOrigin } from '../../../src/extension/protocol/virtual-origin.ts';
import type { Answer, Ask } from '../../http/driver.ts';

/** A page of the extension, with the rights of its owner. */
export interface Owner {
  ask(path: string, ask?: Ask): Promise<Answer>;
  /** A document of the extension that does nothing by itself. */
  openPage(): Promise<Page>;
  /** Forgets keys, settings and everything else, as after a fresh installation. */
  forgetAll(): Promise<void>;
  /** Points the extension at an upstream and gives it keys. */
  configure(baseUrl: string, keys: readonly string[], settings?: Readonly<Record<string, unknown>>): Promise<void>;
}

/** @param id of the extension. */
export async function openOwner(context: BrowserContext, id: string): Promise<Owner> {
  async function openPage() {
    const page = await context.newPage();
    await page.goto(`chrome-extension://${id}/manifest.json`);
    return page;
  }
  const page = await openPage();
  await page.evaluate(untilRegistered);
  const { ask, configure } = ownerBy((asked) => page.evaluate(askFromPage, asked));

  return {
    ask,
    openPage,
    async forgetAll() {
      await stopWorker(page);
      await page.evaluate(deleteStore);
    },
    configure,
  };
}

/** @param evaluate runs `askFromPage` in a page of the extension, of whatever browser. */
export function ownerBy(evaluate: (asked: AskedFromPage) => Promise<Answer>): Pick<Owner, 'ask' | 'configure'> {
  const ask: Owner['ask'] = (path, ask = {}) => evaluate({ url: virtualOrigin + path, port: exchangePort, ...ask });

  async function put(path: string, method: string, body: unknown) {
    const headers = { 'content-type': 'application/json' };
    const answer = await ask(path, { method, headers, body: JSON.stringify(body) });
    if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${answer.text}`);
  }

  return {
    ask,
    async configure(baseUrl, keys, settings = {}) {
      for (const [name, value] of Object.entries({ geminiBaseUrl: baseUrl, ...settings })) {
        await put(`/api/settings/${name}`, 'PUT', { value });
      }
      if (keys.length > 0) await put('/api/keys', 'POST', { text: keys.join('\n') });
    },
  };
}

/** Stops the extension's worker as the browser does after 30 idle seconds, which it never does while a test is attached. */
export async function stopWorker(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('ServiceWorker.enable');
  await session.send('ServiceWorker.stopAllWorkers');
  await session.detach();
}

/** Runs in a page of the extension: resolves once pages that are loaded from now on get its scripts. */
export async function untilRegistered(): Promise<void> {
  while ((await chrome.scripting.getRegisteredContentScripts()).length === 0) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Runs in a page of the extension, whose background is stopped: its store is made anew when that starts. */
export function deleteStore(): Promise<void> {
  return new Promise((resolve, reject) => {
    const deleting = indexedDB.deleteDatabase('hajimi');
    deleting.onsuccess = () => resolve();
    deleting.onerror = () => reject(deleting.error);
  });
}

interface AskedFromPage extends Ask {
  readonly url: string;
  readonly port: string;
}

/** Runs in the page: the frames of `src/extension/protocol/frames.ts` by hand, since a test cannot import into a document. */
export function askFromPage({ url, port: name, method = 'GET', headers = {}, body }: AskedFromPage): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const port = chrome.runtime.connect({ name });
    const decoder = new TextDecoder();
    let head = { status: 0, headers: {} };
    let text = '';
    port.onDisconnect.addListener(() => reject(new Error('the background closed the connection')));
    port.onMessage.addListener((frame) => {
      if (frame.kind === 'head') head = { status: frame.status, headers: Object.fromEntries(frame.headers) };
      else if (frame.kind === 'chunk') {
        text += decoder.decode(frame.bytes, { stream: true });
        port.postMessage({ kind: 'credit', bytes: frame.bytes.length });
      } else if (frame.kind === 'end') {
        port.disconnect();
        resolve({ ...head, text });
      } else reject(new Error(frame.message ?? frame.kind));
    });
    const bytes = body === undefined ? null : new TextEncoder().encode(body);
    port.postMessage({ kind: 'open', method, url, headers: Object.entries(headers), body: bytes });
  });
}
