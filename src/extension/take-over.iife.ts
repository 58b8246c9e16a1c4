/** MAIN world, before the page's first script, and only on sites whose calls to OpenAI and Google are taken over. */
import { meetBridge } from './page/bridge.ts';
import { isFirst } from './page/is-first.ts';
import { hideStandIns } from './page/stand-in.ts';
import { isTakenOver, takeOverFetch } from './page/take-over.ts';
import { interceptXhr } from './page/xhr.ts';

if (isFirst('hajimi:take-over')) {
  const bridge = meetBridge();
  window.fetch = takeOverFetch(window.fetch, bridge);
  interceptXhr(XMLHttpRequest.prototype, bridge, (address) => (isTakenOver(address) ? address : undefined));
  hideStandIns();
}
