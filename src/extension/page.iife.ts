/** MAIN world, before the page's first script. */
import { meetBridge } from './page/bridge.ts';
import { interceptEventSource } from './page/event-source/event-source.ts';
import { interceptFetch } from './page/fetch.ts';
import { isFirst } from './page/is-first.ts';
import { hideStandIns } from './page/patch-native.ts';
import { interceptXhr } from './page/xhr/xhr.ts';

if (isFirst('hajimi:page')) {
  const bridge = meetBridge();
  window.fetch = interceptFetch(window.fetch, bridge);
  window.EventSource = interceptEventSource(window.EventSource, bridge);
  interceptXhr(XMLHttpRequest.prototype, bridge);
  hideStandIns();
}
