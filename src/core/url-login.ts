/** User and password in a URL, such as that of a proxy. Nothing here throws, whatever text it is given. */

/** The text without its escapes; as it stands where a `%` in it begins none. */
export function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const urlOf = (text: string): URL | undefined => (URL.canParse(text) ? new URL(text) : undefined);

/**
 * What nobody may read of a URL: its password, as it is written and as it is meant. Of what is no URL all, since nobody
 * knows where the password stands in it.
 */
export function passwordsIn(text: string): string[] {
  const url = urlOf(text);
  if (url === undefined || url.host === '') return [text];
  return [...new Set([url.password, decodePercent(url.password)])].filter((password) => password !== '');
}

/** Protocol, host and port; empty for what is no URL. */
export const originOf = (text: string): string => {
  const { protocol, host } = urlOf(text) ?? { protocol: '', host: '' };
  return host === '' ? '' : `${protocol}//${host}`;
};

/** In words what is wrong with user and password; undefined where nothing is. */
export function loginMistake(text: string): string | undefined {
  const { username, password } = urlOf(text) ?? { username: '', password: '' };
  const isWhole = (part: string) => {
    try {
      decodeURIComponent(part);
      return true;
    } catch {
      return false;
    }
  };
  return isWhole(username) && isWhole(password)
    ? undefined
    : 'has a % in its user or password that begins no escape; write %25 for the sign itself';
}

/** In words what is wrong with the URL of an HTTP proxy; undefined where nothing is. */
export function proxyMistake(text: string): string | undefined {
  if (!/^https?:\/\/\S+$/i.test(text) || !URL.canParse(text)) return 'must be http://host:port or https://host:port';
  return loginMistake(text);
}

/** The same URL, whose login every reader can decode: a `%` that begins no escape is meant as it stands. */
export function withEscapedLogin(text: string): string {
  const url = urlOf(text);
  if (url === undefined || loginMistake(text) === undefined) return text;
  url.username = encodeURIComponent(decodePercent(url.username));
  url.password = encodeURIComponent(decodePercent(url.password));
  return url.href;
}
