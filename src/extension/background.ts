/** Composition root of the extension. Every listener is registered in the first turn, or its event would be lost. */
import browser from 'webextension-polyfill';
import { createHajimi } from '../core/hajimi.ts';
import { learnSecrets } from '../core/log/learn-secrets.ts';
import { createRedactor } from '../core/log/redact.ts';
import { callerOf } from './access.ts';
import { createKeepalive } from './keepalive.ts';
import { clock, createConsoleLog, ids, mediaFetch, upstreamFetch } from './platform.ts';
import { exchangePort, type ServerPort } from './port.ts';
import { createIdbStore } from './store-idb.ts';
import { serveExchange } from './transport.ts';
import { virtualOrigin } from './virtual-origin.ts';

const own = { id: browser.runtime.id, origin: new URL(browser.runtime.getURL('')).origin };
const hold = createKeepalive(() => void browser.runtime.getPlatformInfo());
const redactor = createRedactor();
const log = createConsoleLog(redactor);
const store = createIdbStore(clock);

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
  },
);

browser.runtime.onConnect.addListener((port) => {
  if (port.name !== exchangePort) return;
  const exchange = port as ServerPort;
  const caller = callerOf(port.sender, own);
  if (caller === undefined) return exchange.postMessage({ kind: 'refuse' });
  serveExchange(exchange, {
    answer: (request) => hajimi.fetch(request, caller),
    hold,
    report: (error) => log.write({ level: 'error', event: 'exchange-failed', error }),
  });
});

browser.action.onClicked.addListener(() => void browser.runtime.openOptionsPage());

const sweeping = 'sweep';
browser.alarms.onAlarm.addListener(({ name }) => {
  if (name === sweeping) void store.sweep();
});
// Alarms may not survive the end of the browser, so each start of the background makes sure of it.
void browser.alarms.get(sweeping).then((alarm) => {
  if (!alarm) browser.alarms.create(sweeping, { periodInMinutes: 24 * 60 });
});
