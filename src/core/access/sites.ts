import type { Site } from '../../contract/sites.ts';

/** Which sites may use the pool. What changes resolves once it is on disk and in force. */
export interface Sites {
  /** Those that a person decided about, in the order in which that was. */
  list(): Promise<readonly Site[]>;
  /** What holds for a site, whether or not a person decided about it. */
  get(origin: string): Promise<Site>;
  /** The browser's permission may be given before or after. Also sends the scripts into pages that are open. */
  allow(origin: string): Promise<Site>;
  /** Gives the permission back, too, and breaks off what is being answered. */
  revoke(origin: string): Promise<void>;
  /** @throws {ProxyError} `not_found` for a site that is off. */
  takeOver(origin: string, on: boolean): Promise<Site>;
}
