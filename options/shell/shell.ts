import type { AdminFetch } from '../api.ts';

/** What the page needs from where it runs. Two implementations; `choose.ts` is the only place that picks one. */
export interface Shell {
  /** With the password, where there is one and the request shows no other. */
  readonly fetch: AdminFetch;
  /** Whether this place may call `url` without asking that server's CORS rules. */
  mayCall(url: string): Promise<boolean>;
  /**
   * Asks the person for that permission. Must be called before anything is awaited in the handler of a click or key
   * press: browsers show the prompt only then.
   */
  askToCall(url: string): Promise<boolean>;
  /** Only where a password guards `/api`: takes the password for all further requests, or forgets it. */
  readonly password?: {
    set(password: string): void;
    forget(): void;
    /** Whether the relay may have been started with the password that everybody knows. */
    readonly mayBeDefault: boolean;
  };
}
