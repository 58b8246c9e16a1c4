/** ISOLATED world, before the page's first script: joins the page scripts to the background, and knows nothing else. */
import type { Browser } from 'webextension-polyfill';
import { carry } from './bridge/forward.ts';
import { createExchanges } from './bridge/forwarded-requests.ts';
import { offerEvent, readyEvent } from './protocol/handshake.ts';
import { type ClientPort, exchangePort } from './protocol/port.ts';

declare const browser: Browser;

// The browser takes `id`, or all of `runtime`, away from the scripts of an extension that is gone.
const isAlive = () => Boolean(browser.runtime?.id);
const exchanges = createExchanges(isAlive);

const dial = () => browser.runtime.connect({ name: exchangePort }) as ClientPort;

function take(event: Event) {
  // It leaves the offer to the bridge of the extension that came after its own.
  if (!isAlive()) return document.removeEventListener(offerEvent, take, true);
  event.stopImmediatePropagation();
  event.preventDefault();
  if (!(event instanceof MessageEvent)) return;
  const [control] = event.ports;
  if (!control) return;
  control.onmessage = ({ ports: [port] }) => {
    if (!port) return;
    const breakOff = carry(port, dial, () => exchanges.remove(breakOff));
    exchanges.add(breakOff);
  };
}

// Sandboxed documents, with an origin of their own, are always refused, so they stay as they are. The offer of nothing: whoever
// takes it is a bridge that has been put into this page before, and is enough.
if (origin !== 'null' && document.dispatchEvent(new Event(offerEvent, { cancelable: true }))) {
  document.addEventListener(offerEvent, take, true);
  document.dispatchEvent(new Event(readyEvent));
  // A page in the back/forward cache loses its connections without being told, and must not keep upstream calls alive.
  window.addEventListener('pagehide', () => exchanges.breakOff('Failed to fetch: the page was left'));
}
