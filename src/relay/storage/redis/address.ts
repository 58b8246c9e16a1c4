export interface RedisPlace {
  /** `redis://user:password@host:port/db`; `rediss://` for TLS. */
  readonly url: string;
  /** Before every key, so that one Redis can serve others too. */
  readonly prefix: string;
}
