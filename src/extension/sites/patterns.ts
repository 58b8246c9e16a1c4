/** The whole host: Firefox's match patterns know no ports, so the person's consent is kept by origin besides. */
export function hostPattern(origin: string): string {
  const { protocol, hostname } = new URL(origin);
  return `${protocol}//${hostname}/*`;
}
