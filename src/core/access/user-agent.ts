/** Which programs may ask, by the name that they give themselves. */

import type { Settings } from '../../contract/settings/table.ts';
import { ProxyError } from '../errors.ts';
import type { RequestHead } from '../exchange.ts';
import type { Caller } from '../ports.ts';
import { isGlob, matchesGlob } from '../utils/glob.ts';

/**
 * Only for what comes over the network: pages cannot choose their name, and a site was allowed by name already.
 * @throws {ProxyError} `forbidden`
 */
export function requireUserAgent(
  request: Pick<RequestHead, 'header'>,
  { trust }: Caller,
  { whitelistUserAgent }: Pick<Settings, 'whitelistUserAgent'>,
): void {
  if (whitelistUserAgent.length === 0 || trust !== 'network') return;
  const name = request.header('user-agent')?.toLowerCase() ?? '';
  const fits = (word: string) => (isGlob(word) ? matchesGlob(word, name) : name.includes(word.toLowerCase()));
  if (whitelistUserAgent.some(fits)) return;
  throw new ProxyError('forbidden', {
    reason: { en: 'this program is not on the list of allowed ones', zh: '此程序不在允许的列表中' },
  });
}
