/** The whole host, as a permission is asked for: with every port, so the person's consent is kept by origin besides. */
export function hostPattern(origin: string): string {
  const { protocol, hostname } = new URL(origin);
  return `${protocol}//${hostname}/*`;
}

/** Match pattern of one origin, such as `http://chat.example:80/*`. Firefox refuses a pattern with a port. */
export function originPattern(origin: string): string {
  const { protocol, hostname, port } = new URL(origin);
  return `${protocol}//${hostname}:${port || (protocol === 'https:' ? 443 : 80)}/*`;
}
