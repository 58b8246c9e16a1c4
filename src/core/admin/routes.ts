/** `/api/*` in the table of routes. The gate says who may do what. */

import type { LoginThrottle } from '../access/login/login-throttle.ts';
import { openedBy } from '../access/password.ts';
import { readJson } from '../dialects/delivery/read-json.ts';
import { jsonReply } from '../exchange.ts';
import { checkBody } from '../input/check-body.ts';
import type { Route } from '../router.ts';
import { type AdminDeps, adminEndpoints } from './endpoints.ts';

/** One row for each endpoint; those of sites are there only where web pages ask. */
export const adminRoutes = (deps: AdminDeps, throttle: LoginThrottle | undefined): readonly Route[] =>
  adminEndpoints(deps).map(({ method, path, power, body, handle }) => ({
    method,
    path,
    audience: power === 'open' ? 'open' : 'owner',
    isModelCall: false,
    async handle(exchange, context, params) {
      const { caller, ending } = context;
      const output = await handle(
        {
          params,
          query: new URLSearchParams(exchange.query),
          body: body && checkBody(body.schema, await readJson(exchange, body.limit)),
        },
        {
          caller,
          power: context.power ?? 'client',
          ending,
          opened: (opens) => openedBy(exchange, caller, throttle, opens),
        },
      );
      return output === undefined ? { status: 204, headers: {}, body: null } : jsonReply(output);
    },
  }));
