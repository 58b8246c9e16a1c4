/** The Fetch port of the relay. */
import type { Fetch } from '../core/ports.ts';

export const upstreamFetch: Fetch = (url, init) => fetch(url, init);
