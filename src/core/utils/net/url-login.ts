/** User and password in a URL, such as that of a proxy. Nothing here throws, whatever text it is given. */
import type { Phrase } from '../../errors.ts';

/** Undefined where a `%` begins no escape. */
function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** The text without its escapes; as it stands where a `%` in it begins none. */
export const decodePercent = (text: string): string => decoded(text) ?? text;

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

/** Whether user and password can be decoded; true where there is none. */
export function hasReadableLogin(text: string): boolean {
  const { username, password } = urlOf(text) ?? { username: '', password: '' };
  // By what it gives: a bundler drops a call that only might throw.
  return decoded(username) !== undefined && decoded(password) !== undefined;
}

/** Of an address whose login is not readable. */
export const unreadableLogin: Phrase = {
  en: 'has a % in its user or password that begins no escape; write %25 for the sign itself',
  zh: '用户名或密码中有不构成转义的 %；% 本身请写作 %25',
};

export const isProxyUrl = (text: string): boolean => /^https?:\/\/\S+$/i.test(text) && URL.canParse(text);

/** The same URL, whose login every reader can decode: a `%` that begins no escape is meant as it stands. */
export function withEscapedLogin(text: string): string {
  const url = urlOf(text);
  if (url === undefined || hasReadableLogin(text)) return text;
  url.username = encodeURIComponent(decodePercent(url.username));
  url.password = encodeURIComponent(decodePercent(url.password));
  return url.href;
}
