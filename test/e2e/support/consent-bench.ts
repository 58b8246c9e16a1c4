import { createServer } from 'node:net';
import type { BrowserContext, Page } from 'playwright';
import type { SitePatch } from '../../../src/contract/sites.ts';
import { type FakeGemini, startFakeGemini } from '../../fake-gemini/server.ts';
import { extensionId, launchWithExtension } from '../../support/programs/launch.ts';
import { benchKeys, builtExtension, trueStreaming } from './bench.ts';
import { grantedExtension } from './granted-extension.ts';
import { type Owner, openOwner } from './owner.ts';
import { startPageServer } from './page-server.ts';

/** Sites on names of their own, an extension that the browser lets run on all of them, and an OpenAI that only counts. */
export interface ConsentBench {
  readonly context: BrowserContext;
  readonly fake: FakeGemini;
  readonly owner: Owner;
  /** `chrome-extension://<id>` */
  readonly extension: string;
  /** Origins of two sites that nobody has allowed yet, and of a page of this computer. */
  readonly chat: string;
  readonly other: string;
  readonly local: string;
  /** Another site, which no test has used before. */
  site(name: string): string;
  /** How often somebody has connected to api.openai.com. */
  reached(): number;
  /** The URL of a document with this HTML on a site. */
  add(origin: string, html?: string): string;
  open(origin: string, html?: string): Promise<Page>;
  /** Opens a page of this host on another port. */
  openElsewhere(host: string): Promise<Page>;
  allow(origin: string, patch?: Omit<SitePatch, 'origin'>): Promise<void>;
  revoke(origin: string): Promise<void>;
  close(): Promise<void>;
}

export async function startConsentBench(): Promise<ConsentBench> {
  const { folder, remove } = await grantedExtension(builtExtension);
  const [fake, site, elsewhere] = await Promise.all([startFakeGemini(), startPageServer(), startPageServer()]);
  let reached = 0;
  const openAI = createServer((socket) => {
    reached += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => openAI.listen(0, '127.0.0.1', resolve));
  const address = openAI.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const names = `MAP *.example 127.0.0.1, MAP api.openai.com 127.0.0.1:${port}`;
  const context = await launchWithExtension(folder, { locale: 'en-US', args: [`--host-resolver-rules=${names}`] });
  const id = await extensionId(context);
  const owner = await openOwner(context, id);
  await owner.configure(fake.url, benchKeys, { ...trueStreaming, maxRequestsPerMinute: 0 });

  const add = (origin: string, html = '') => site.add(html).replace(site.origin, origin);
  const send = async (method: string, path: string, body: unknown) => {
    const { status, text } = await owner.ask(path, { method, body: JSON.stringify(body) });
    if (status >= 300) throw new Error(`${path}: ${status} ${text}`);
  };
  return {
    context,
    fake,
    owner,
    extension: `chrome-extension://${id}`,
    chat: `http://chat.example:${site.port}`,
    other: `http://other.example:${site.port}`,
    site: (name) => `http://${name}.example:${site.port}`,
    local: site.origin,
    reached: () => reached,
    add,
    async open(origin, html) {
      const page = await context.newPage();
      await page.goto(add(origin, html));
      return page;
    },
    async openElsewhere(host) {
      const page = await context.newPage();
      await page.goto(elsewhere.add('').replace('localhost', host));
      return page;
    },
    async allow(origin, patch) {
      await send('POST', '/api/sites', { origin });
      if (patch) await send('PATCH', '/api/sites', { origin, ...patch });
    },
    revoke: (origin) => send('POST', '/api/sites/revoke', { origin }),
    async close() {
      await context.close();
      openAI.close();
      await Promise.all([site.close(), elsewhere.close(), fake.close(), remove()]);
    },
  };
}
