import type { Settings } from '../contract/settings/table.ts';
import type { ClientLimits } from './access/clients/rate-limit.ts';
import type { LoginThrottle } from './access/login/login-throttle.ts';
import type { Sites } from './access/sites.ts';
import type { Language, Phrase } from './errors.ts';
import type { MediaFetch } from './google/media/download.ts';

/** What only the shell knows: where Hajimi runs and what the person fixed from outside. */
export interface Shell {
  readonly kind: 'extension' | 'relay';
  readonly version: string;
  /** What a person types into a frontend, ending in `/v1`. */
  readonly endpoint: string;
  /** What callers of trust `network` must show for the model API. */
  readonly password: string;
  /**
   * The owner's, for `/api/*`, where a person chose it. Undefined: one is made and kept, and `password` opens the page as
   * far as `access/login/powers.ts` says. Empty: no word opens it.
   */
  readonly webPassword: string | undefined;
  /** Told of the owner's password when another relay on the same store has made it meanwhile. */
  readonly onOwnerPassword?: (password: string) => void;
  /** Where strangers can try passwords: how many. */
  readonly loginThrottle?: LoginThrottle;
  /** Settings that the environment fixes. */
  readonly env: Partial<Settings>;
  /** Texts with the keys that the environment brings. */
  readonly keyTexts: readonly string[];
  /** Texts with Vertex Express keys, which look like any other key. */
  readonly expressKeyTexts?: readonly string[];
  /** Where a person adds a key, in words. */
  readonly whereToAddKeys: Readonly<Record<Language, string>>;
  /** Counts the requests of clients where the shell has a better place for it than this process. */
  readonly limits?: ClientLimits;
  /** Why nothing outlives this run although it should. */
  readonly notKept?: Phrase;
  /** What the person who runs it had better set up otherwise, as it is known by now. */
  readonly warnings?: () => readonly Phrase[];
  /** Downloads a file that a client's message names by URL. */
  readonly fetchMedia: MediaFetch;
  /** Where the platform ends an idle process: keeps it alive until the function returned is called. */
  readonly hold?: () => () => void;
  /** Only where web pages ask: which of them may. */
  readonly sites?: Sites;
}
