/** MAIN world, before the page's first script. */
import { meetBridge } from './page/bridge.ts';
import { interceptFetch } from './page/fetch.ts';
import { interceptXhr } from './page/xhr.ts';

const bridge = meetBridge();
window.fetch = interceptFetch(window.fetch, bridge);
interceptXhr(XMLHttpRequest.prototype, bridge);
