/** Which addresses belong to the public internet: the proxy fetches from no other on a client's word. */

/** [first bytes, how many of their bits count]: RFC 6890's special-purpose blocks and multicast. */
const notPublicV4: ReadonlyArray<readonly [string, number]> = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
];

/**
 * Whether an IPv4 or IPv6 address is a public one. IPv6 that carries an IPv4 address (mapped, compatible, NAT64, 6to4) is
 * as public as that. What is no address at all is not public.
 * @param address as `node:dns` and URLs write it, IPv6 without brackets; a zone (`%eth0`) is ignored.
 */
export function isPublicAddress(address: string): boolean {
  const v4 = parseV4(address);
  if (v4 !== undefined) return isPublicV4(v4);
  const groups = parseV6(address.split('%', 1)[0] ?? '');
  if (groups === undefined) return false;
  const [a = 0, b = 0, c = 0] = groups;
  const embedded = (high: number) => (((groups[high] ?? 0) << 16) | (groups[high + 1] ?? 0)) >>> 0;
  // ::/96 and ::ffff:0:0/96 hold `::` and `::1` too, which as IPv4 are 0.0.0.0 and 0.0.0.1: not public.
  if (groups.slice(0, 5).every((group) => group === 0))
    return [0, 0xffff].includes(groups[5] ?? 0) && isPublicV4(embedded(6));
  if (a === 0x64 && b === 0xff9b) return c === 0 && isPublicV4(embedded(6));
  if (a === 0x2002) return isPublicV4(embedded(1));
  // Teredo, documentation and other special blocks of 2001::/23, and 2001:db8::/32.
  if (a === 0x2001 && (b < 0x200 || b === 0xdb8)) return false;
  // Only 2000::/3 is given out as global unicast.
  return a >= 0x2000 && a < 0x4000;
}

/**
 * Whether a URL's host may be on the public internet as far as its name tells: false for names that only resolve at
 * home, for addresses that are not public, and for what is no http(s) URL. DNS can still say otherwise.
 */
export function hasPublicHost(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  if (protocol !== 'https:' && protocol !== 'http:') return false;
  if (hostname.startsWith('[')) return isPublicAddress(hostname.slice(1, -1));
  // The URL parser has already turned every spelling of an IPv4 address into the dotted one.
  if (/^[\d.]+$/.test(hostname)) return isPublicAddress(hostname);
  const name = hostname.replace(/\.$/, '');
  return name.includes('.') && !/\.(localhost|local|internal|lan|home|corp|test|invalid|home\.arpa)$/.test(name);
}

function isPublicV4(address: number): boolean {
  return !notPublicV4.some(([base, bits]) => {
    const shift = 32 - bits;
    return address >>> shift === (parseV4(base) ?? 0) >>> shift;
  });
}

function parseV4(text: string): number | undefined {
  const bytes = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1).map(Number);
  if (bytes === undefined || bytes.some((byte) => byte > 255)) return undefined;
  return bytes.reduce((sum, byte) => ((sum << 8) | byte) >>> 0, 0);
}

/** Eight 16-bit groups. */
function parseV6(text: string): number[] | undefined {
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  if (dotted) {
    const v4 = parseV4(dotted[2] ?? '');
    if (v4 === undefined) return undefined;
    return parseV6(`${dotted[1]}${(v4 >>> 16).toString(16)}:${(v4 & 0xffff).toString(16)}`);
  }
  const halves = text.split('::').map((half) => (half === '' ? [] : half.split(':')));
  if (halves.length > 2) return undefined;
  const [head = [], tail] = halves;
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [...head, ...Array<string>(missing).fill('0'), ...(tail ?? [])];
  return groups.every((group) => /^[\da-f]{1,4}$/i.test(group))
    ? groups.map((group) => Number.parseInt(group, 16))
    : undefined;
}
