export interface RedisPlace {
  /** `redis://user:password@host:port/db`; `rediss://` for TLS. */
  readonly url: string;
  /** Before every key, so that one Redis can serve others too. */
  readonly prefix: string;
}

/** Without user and password. */
export function addressOf(url: string): string {
  const { protocol, host } = new URL(url);
  return `${protocol}//${host}`;
}

/** The password in the URL, which no log may show; empty where there is none. */
export const passwordOf = (url: string): string => decodeURIComponent(new URL(url).password);
