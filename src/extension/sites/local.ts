const localHosts = ['localhost', '127.0.0.1', '[::1]'];

/** Match patterns of all pages that this computer itself serves. */
export const localPatterns: readonly string[] = localHosts.map((host) => `http://${host}/*`);

/** Whether this is the origin of pages that this computer itself serves. Any other machine is a site like all sites. */
export function isLocal(origin: string): boolean {
  if (!isWeb(origin)) return false;
  const { protocol, hostname } = new URL(origin);
  return protocol === 'http:' && localHosts.includes(hostname);
}

/** Whether this is an origin that pages of the web have. `"null"`, of sandboxed and file: documents, is none. */
export const isWeb = (origin: string): boolean =>
  URL.canParse(origin) && new URL(origin).origin === origin && /^https?:/.test(origin);
