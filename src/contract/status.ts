/** `/api/status`, and how far a password opens the config page. */

import type { Phrase } from '../core/errors.ts';
import type { KeyState } from './keys.ts';

/**
 * What a caller may do under `/api`. `client`: who shows the password of the model API, which frontends hold and sites are
 * told; `owner`: everything.
 */
export type Power = 'client' | 'owner';

/** `GET /api/status` */
export interface StatusView {
  readonly shell: 'extension' | 'relay';
  readonly version: string;
  /** What a person types into a frontend: `https://hajimi.invalid/v1`, or the relay's own URL with `/v1`. */
  readonly endpoint: string;
  readonly keys: Readonly<Record<KeyState, number>>;
  readonly requestsToday: number;
  /** Requests of clients that are being answered right now. */
  readonly inFlight: number;
  /** Ms since the epoch of the next Pacific midnight. */
  readonly quotaDayEnds: number;
  readonly forecast?: readonly ModelForecast[];
  /** Changes may be lost at the end of this run, and why. */
  readonly notKept?: Phrase;
  /** What had better be set up otherwise; absent where there is nothing. */
  readonly warnings?: readonly Phrase[];
}

/** `GET /api/power`: how far the password that was shown opens the page; see `powers.ts`. */
export interface PowerView {
  readonly power: Power;
}

/** `POST /api/login`, which takes a one-time code in place of the password. */
export interface SignedIn {
  /** The owner's, for what comes. */
  readonly password: string;
}

/** "About N calls left today": over all keys of which a limit for the model is known, each project counted once. */
export interface ModelForecast {
  readonly model: string;
  readonly left: number;
  /** Keys, or projects of several keys, that have such a limit. */
  readonly projects: number;
}
