import type { Handlers } from '../../contract/endpoint.ts';
import type { Endpoints } from '../../contract/endpoints.ts';
import type { PageAccess } from '../access/login/page-access.ts';
import { ProxyError } from '../errors.ts';
import type { AdminContext } from './endpoint.ts';

export const sessionHandlers = ({
  access,
}: {
  readonly access: Pick<PageAccess, 'redeem'>;
}): Handlers<Endpoints['session'], AdminContext> => ({
  // Open: what is shown is a one-time code. It stands where a password does, so that a wrong one counts as one.
  login(_, { caller, opened }) {
    if (caller.trust === 'site') throw new ProxyError('unknown_path', { method: 'POST', path: '/api/login' });
    const password = opened(access.redeem);
    if (password === undefined) throw new ProxyError('invalid_api_key');
    return { password };
  },
  power: (_, { power }) => ({ power }),
});
