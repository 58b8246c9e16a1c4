/** Composition root of the extension. Every listener is registered in the first turn, or its event would be lost. */
import browser from 'webextension-polyfill';
import { callerOf } from './access.ts';
import { createKeepalive } from './keepalive.ts';
import { exchangePort, type ServerPort } from './port.ts';
import { standIn } from './stand-in.ts';
import { serveExchange } from './transport.ts';

const own = { id: browser.runtime.id, origin: new URL(browser.runtime.getURL('')).origin };
const hold = createKeepalive(() => void browser.runtime.getPlatformInfo());

browser.runtime.onConnect.addListener((port) => {
  if (port.name !== exchangePort) return;
  const exchange = port as ServerPort;
  const caller = callerOf(port.sender, own);
  if (caller) serveExchange(exchange, (request) => standIn(request), hold);
  else exchange.postMessage({ kind: 'refuse' });
});

browser.action.onClicked.addListener(() => void browser.runtime.openOptionsPage());
