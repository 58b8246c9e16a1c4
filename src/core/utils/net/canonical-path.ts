/** The one form of a path: what is judged here is what Google gets, so it must not be possible to read it in two ways. */
import { ProxyError } from '../../errors.ts';

/**
 * The path with escapes of unreserved characters decoded (RFC 3986, 6.2.2.2), as well as that of the colon before a
 * method, without doubled slashes and one at the end.
 * @param pathname of a `URL`, whose dot segments are resolved already
 * @throws {ProxyError} `invalid_value` for what some servers read as something else: path parameters, escaped slashes,
 *   percent signs and control characters.
 */
export function canonicalPath(pathname: string): string {
  const decoded = pathname.replace(/%(..)?/g, (encoded, hex: string | undefined) => {
    if (hex === undefined || !/^[\da-f]{2}$/i.test(hex)) throw refused(encoded);
    const code = Number.parseInt(hex, 16);
    const character = String.fromCharCode(code);
    if (/[\w.~:-]/.test(character)) return character;
    if (code < 0x20 || code === 0x7f || /[/\\;%?#]/.test(character)) throw refused(encoded);
    return encoded.toUpperCase();
  });
  if (decoded.includes(';')) throw refused(';');
  const path = decoded.replace(/\/{2,}/g, '/').replace(/(?<=.)\/$/, '');
  const dots = path.split('/').find((segment) => segment === '.' || segment === '..');
  if (dots !== undefined) throw refused(dots);
  return path;
}

const refused = (what: string) =>
  new ProxyError('invalid_value', {
    field: 'path',
    reason: {
      en: `"${what}" could be read in more than one way. Write the path without it`,
      zh: `“${what}”可能有多种解读方式，请使用不含它的路径`,
    },
  });
