/** Composition root of the extension. Every listener is registered in the first turn, or its event would be lost. */
import browser from 'webextension-polyfill';
import { createHajimi } from '../core/create-hajimi.ts';
import { createRedactor } from '../core/redact/redactor.ts';
import { learnSecrets } from '../core/redact/tracking-store.ts';
import { neverEnds } from '../core/utils/ending.ts';
import { admit, type Sender } from './access.ts';
import { createKeepalive } from './keepalive.ts';
import { standInFor } from './official-apis.ts';
import { clock, createConsoleLog, ids, mediaFetch, upstreamFetch } from './platform.ts';
import { exchangePort, type ServerPort } from './protocol/port.ts';
import { virtualOrigin } from './protocol/virtual-origin.ts';
import { createOpenExchanges } from './rpc/active-requests.ts';
import { NotAllowed, serveExchange } from './rpc/server.ts';
import { createSites } from './sites/sites.ts';
import { createIdbStore } from './store/store.ts';

const own = { id: browser.runtime.id, origin: new URL(browser.runtime.getURL('')).origin };
const hold = createKeepalive(() => void browser.runtime.getPlatformInfo());
const redactor = createRedactor();
const log = createConsoleLog(redactor);
const store = createIdbStore(clock);
const exchanges = createOpenExchanges();
const { permissions, scripting, tabs } = browser;
const sites = createSites({
  store,
  clock,
  ids,
  permissions,
  registry: scripting,
  pages: { tabs, scripting },
  patternsHavePorts: !own.origin.startsWith('moz-extension:'),
  allowsLocal: async () => (await hajimi.settings()).allowLocalPages,
  breakOff: exchanges.breakOff,
});

const hajimi = createHajimi(
  {
    fetch: upstreamFetch,
    clock,
    store: learnSecrets(store, redactor),
    log,
    ids,
    random: Math.random,
  },
  {
    kind: 'extension',
    version: browser.runtime.getManifest().version,
    endpoint: `${virtualOrigin}/v1`,
    // Here the site's permission is the guard.
    password: '',
    webPassword: '',
    env: {},
    keyTexts: [],
    whereToAddKeys: {
      en: 'click the Hajimi button in the toolbar of your browser',
      zh: '请点击浏览器工具栏中的 Hajimi 按钮',
    },
    fetchMedia: mediaFetch,
    sites,
    hold,
  },
);

browser.runtime.onConnect.addListener((port) => {
  if (port.name !== exchangePort) return;
  const sender: Sender | undefined = port.sender;
  const breakOff = serveExchange(port as ServerPort, {
    async admit(url) {
      const admitted = await admit(sender, own, sites.admits);
      const standIn = standInFor(url);
      if (!admitted || (standIn !== undefined && !admitted.takeOver)) throw new NotAllowed();
      return { url: standIn ?? url, caller: admitted.caller, answer: hajimi.answer };
    },
    // Not kept: the person may change them.
    languages: navigator.languages,
    hold,
    report: (error) => log.write({ level: 'error', event: 'exchange-failed', error }),
  });
  port.onDisconnect.addListener(exchanges.add(sender?.origin ?? '', breakOff));
});

const review = (isNew: boolean) =>
  void sites
    .review(isNew)
    .catch((error: unknown) => log.write({ level: 'error', event: 'sites-review-failed', error }));
const reviewSites = () => review(false);
/** An update takes the registered scripts away, and the bridges in open pages belong to an extension that is gone. */
browser.runtime.onInstalled.addListener(() => review(true));
// Tabs that the browser restores may be loaded before it has read which scripts are registered.
browser.runtime.onStartup.addListener(() => review(true));
// The person may change permissions anywhere in the browser.
browser.permissions.onAdded.addListener(reviewSites);
browser.permissions.onRemoved.addListener(reviewSites);

let allowsLocal: boolean | undefined;
hajimi.onSettings(({ allowLocalPages }) => {
  if (allowLocalPages === allowsLocal) return;
  allowsLocal = allowLocalPages;
  reviewSites();
});

/** What is done from time to time, by the name of its alarm: how often in minutes, and what. */
const chores: Readonly<Record<string, { readonly every: number; run(): Promise<void> }>> = {
  // What was removed is erased after a day, also where the browser was closed at that time.
  sweep: { every: 60, run: () => store.sweep() },
  // How often a key is asked about again is a setting; this is how soon it can be noticed that one is due.
  maintain: { every: 15, run: () => hajimi.maintain(neverEnds) },
};
browser.alarms.onAlarm.addListener(({ name }) => {
  const letGo = hold();
  void chores[name]
    ?.run()
    .catch((error: unknown) => log.write({ level: 'error', event: 'chore-failed', name, error }))
    .finally(letGo);
});
// Alarms may not survive the end of the browser, so each start of the background makes sure of them.
for (const [name, { every }] of Object.entries(chores)) {
  void browser.alarms.get(name).then(async (alarm) => {
    // An older version may have set it to ring less often.
    if (alarm?.periodInMinutes !== every) await browser.alarms.create(name, { periodInMinutes: every });
  });
}
