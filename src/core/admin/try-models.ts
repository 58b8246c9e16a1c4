import type { Audience } from '../access/gate.ts';
import type { Handler } from '../context.ts';
import { ProxyError } from '../errors.ts';
import type { Exchange, Reply } from '../exchange.ts';
import type { Caller } from '../ports.ts';
import { meantPath } from '../utils/net/path.ts';

const owner: Caller = { id: 'hajimi', trust: 'owner' };

/**
 * `/api/try/*`: the page tries the model API without knowing its password, which may be another than the owner's. Who showed
 * that of the model API is a client there as well.
 * @param api the model API, below `/api/try`
 */
export const tryModels =
  (api: (exchange: Exchange) => Promise<Reply>, audienceOf: (path: string) => Audience | undefined): Handler =>
  async (exchange, { caller, power }) => {
    const path = exchange.path.slice('/api/try'.length) || '/';
    // What the owner may do stands at one address only, so that one rule can be told for it.
    if (audienceOf(meantPath(path)) !== 'client') {
      throw new ProxyError('unknown_path', { method: exchange.method, path: exchange.path });
    }
    return api({ ...exchange, path, caller: power === 'owner' ? owner : caller });
  };
