/** What a person decides about one web site. Kept under the site's origin. */
export interface SiteRecord {
  /**
   * `allowed`: it may use the pool. `asked`: it may as soon as the browser has the person's permission for its host.
   * `off`: it may not. Kept only of pages of this computer that may not although such pages may; nobody asked for others.
   */
  readonly state: 'allowed' | 'asked' | 'off';
  /** Whether its calls to OpenAI and Google are answered by the pool. */
  readonly takeOver: boolean;
  /** When that was decided, in ms; 0 where it never was. */
  readonly addedAt: number;
}

export interface Site extends SiteRecord {
  readonly origin: string;
}

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
