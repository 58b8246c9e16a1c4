/** ISOLATED world, before the page's first script: joins the page script to the background, and knows nothing else. */
import type { Browser } from 'webextension-polyfill';
import { carry } from './bridge/carry.ts';
import { createExchanges } from './bridge/exchanges.ts';
import { offerEvent, readyEvent } from './handshake.ts';
import { type ClientPort, exchangePort } from './port.ts';

declare const browser: Browser;

// The browser takes `id`, or all of `runtime`, away from the scripts of an extension that is gone.
const exchanges = createExchanges(() => Boolean(browser.runtime?.id));

const dial = () => browser.runtime.connect({ name: exchangePort }) as ClientPort;

document.addEventListener(
  offerEvent,
  function take(event) {
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
  },
  { once: true, capture: true },
);
document.dispatchEvent(new Event(readyEvent));

// A page in the back/forward cache loses its connections without being told, and must not keep upstream calls alive.
window.addEventListener('pagehide', () => exchanges.breakOff('Failed to fetch: the page was left'));
