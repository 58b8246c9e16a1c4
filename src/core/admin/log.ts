import type { Handlers } from '../../contract/endpoint.ts';
import type { Endpoints } from '../../contract/endpoints.ts';
import { ProxyError } from '../errors.ts';
import type { RequestLog } from '../log/request-log.ts';
import type { AdminContext } from './endpoint.ts';

/** As many as a page can show and a person can read. */
const SHOWN = 200;

export const logHandlers = ({
  requests,
}: {
  readonly requests: RequestLog;
}): Handlers<Endpoints['log'], AdminContext> => ({
  list: () => requests.newest(SHOWN),
  async get({ params }) {
    const found = await requests.find(params.id);
    if (found === undefined) throw new ProxyError('not_found', { what: 'request in the log' });
    return found;
  },
  clear: () => requests.clear(),
});
