/** MAIN world, before the page's first script, and only on sites whose calls to OpenAI and Google are taken over. */
import { meetBridge } from './page/bridge.ts';
import { isFirst } from './page/is-first.ts';
import { isTakenOver, takeOverFetch } from './page/official-apis.ts';
import { hideStandIns } from './page/patch-native.ts';
import { interceptXhr } from './page/xhr/xhr.ts';

if (isFirst('hajimi:take-over')) {
  const bridge = meetBridge();
  window.fetch = takeOverFetch(window.fetch, bridge);
  interceptXhr(XMLHttpRequest.prototype, bridge, (address) => (isTakenOver(address) ? address : undefined));
  hideStandIns();
}
