/** What a person may write about a key, checked alike in the form and in a backup. */
import * as v from 'valibot';
import type { CredentialKind } from '../../../contract/keys.ts';
import { table, text } from '../../input/bounded.ts';
import { because } from '../../input/issue-words.ts';
import { parseKeys } from '../../pool/keys/parse-keys.ts';
import { hasReadableLogin, isProxyUrl } from '../../utils/net/url-login.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** Nothing is an address too: it takes the proxy away. */
const proxy = v.pipe(
  text(2000),
  v.check((url) => url === '' || isProxyUrl(url), because('proxy-address')),
  v.check(hasReadableLogin, because('proxy-login')),
);

export const keyFields = {
  label: text(200),
  note: text(5000),
  enabled: v.boolean(),
  limits: v.strictObject({ perDay: v.exactOptional(count), perDayByModel: v.exactOptional(table(count, 1000)) }),
  project: v.pipe(text(200), v.regex(/^[\w.:-]*$/, because('project-id'))),
  location: v.pipe(text(200), v.regex(/^(?:[a-z][a-z0-9-]*)?$/, because('location'))),
  proxy,
};

/**
 * A secret in the form in which a pasted one is kept: a service account without white space. Undefined for what is no key of
 * this kind.
 */
export function secretOf(kind: CredentialKind, text: string): string | undefined {
  const [found, ...more] = parseKeys(text);
  const isAccount = found?.kind === 'service-account';
  return more.length === 0 && isAccount === (kind === 'service-account') ? found?.secret : undefined;
}
