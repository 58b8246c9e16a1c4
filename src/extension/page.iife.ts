/** MAIN world, before the page's first script. */
import { meetBridge } from './page/bridge.ts';
import { interceptFetch } from './page/fetch.ts';

window.fetch = interceptFetch(window.fetch, meetBridge());
