/** What one subscriber has: an IPv4 address, or a /64 of IPv6, which is at least 2^64 addresses (RFC 6177). */
export function subnet(address: string): string {
  if (!address.includes(':')) return address;
  const [head = '', tail] = address.split('::');
  const groups = head === '' ? [] : head.split(':');
  const missing = tail === undefined ? 0 : 8 - groups.length - (tail === '' ? 0 : tail.split(':').length);
  return [...groups, ...Array(Math.max(0, missing)).fill('0')].slice(0, 4).join(':');
}
