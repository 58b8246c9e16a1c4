/** Data URLs (RFC 2397) and bare base64, made fit for Gemini's `inlineData`. */

export interface DataUrl {
  /** Lower case, without parameters; empty where the URL names none. */
  readonly mimeType: string;
  /** Base64 of the bytes. */
  readonly data: string;
}

export const isDataUrl = (url: string): boolean => /^data:/i.test(url);

/** Undefined when there is no comma, and so no data. The data is a slice of the URL, not a copy, in all usual cases. */
export function parseDataUrl(url: string): DataUrl | undefined {
  const comma = url.indexOf(',');
  if (comma === -1) return undefined;
  const [type = '', ...parameters] = url
    .slice('data:'.length, comma)
    .split(';')
    .map((word) => word.trim().toLowerCase());
  const data = url.slice(comma + 1);
  return { mimeType: type, data: parameters.includes('base64') ? cleanBase64(data) : encodeBytes(data) };
}

/** Without line breaks and percent signs, which Google refuses. Tells clean data by `includes`, the fastest scan there is. */
export function cleanBase64(data: string): string {
  const decoded = data.includes('%') ? percentDecode(data) : data;
  return ['\n', '\r', ' ', '\t'].some((space) => decoded.includes(space)) ? decoded.replace(/\s+/g, '') : decoded;
}

/** Base64 of percent-encoded text, whose characters beyond ASCII count as UTF-8. */
function encodeBytes(data: string): string {
  const utf8 = new TextEncoder().encode(data);
  const bytes: string[] = [];
  for (let from = 0; from < utf8.length; from += 0x8000) {
    bytes.push(String.fromCharCode(...utf8.subarray(from, from + 0x8000)));
  }
  return btoa(percentDecode(bytes.join('')));
}

/** One character per byte. */
const percentDecode = (text: string) =>
  text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
