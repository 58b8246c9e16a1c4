/**
 * The one gate: who is let in to which path, decided before a byte of a request's body is read. Default deny: a path that
 * is not in the table is refused, so a route without an entry is reached by nobody.
 */
import type { MiddlewareHandler } from 'hono';
import type { Power } from '../../contract/status.ts';
import { ProxyError } from '../errors.ts';
import { continuesUpload } from '../google/resources/uploads.ts';
import type { Trace } from '../log/trace.ts';
import type { Caller } from '../ports.ts';
import type { AppEnv, Services } from '../services.ts';
import { routedPath } from '../utils/net/path.ts';
import { powerNeeded } from './login/powers.ts';
import { powerOfCaller, requirePower } from './login/require-admin.ts';
import { namedCaller, requirePassword } from './password.ts';
import { requireUserAgent } from './user-agent.ts';

/**
 * `open`: anybody. `client`: who shows a client's password, and pages of allowed sites. `site`: those pages alone.
 * `owner`: the config page, as far as `powers.ts` says.
 */
export type Audience = 'open' | 'client' | 'site' | 'owner';

/** A path as the router has it, or one or two segments with all that is below them. */
const audiences: ReadonlyMap<string, Audience> = new Map([
  ['/health', 'open'],
  ['/ready', 'open'],
  ['/metrics', 'owner'],
  ['/api/*', 'owner'],
  // It takes a one-time code in place of a password.
  ['/api/login', 'open'],
  // Nothing is there: KoboldAI's clients ask, and are told so.
  ['/api/v1/*', 'open'],
  ['/api/extra/*', 'open'],
  ['/api/vector/*', 'client'],
  ['/sillytavern/*', 'site'],
  ['/v1/*', 'client'],
  ['/chat/*', 'client'],
  ['/completions', 'client'],
  ['/embeddings', 'client'],
  ['/images/*', 'client'],
  ['/audio/*', 'client'],
  ['/models/*', 'client'],
  ['/v1beta/*', 'client'],
  ['/v1beta1/*', 'client'],
  ['/v1alpha/*', 'client'],
  ['/upload/*', 'client'],
  ['/ws/*', 'client'],
  ['/gemini/*', 'client'],
  ['/aistudio/*', 'client'],
  ['/vertex/*', 'client'],
]);

/** @param path as `routedPath` has it */
export function audienceOf(path: string): Audience | undefined {
  const [, first, second] = path.split('/', 3);
  return audiences.get(path) ?? audiences.get(`/${first}/${second}/*`) ?? audiences.get(`/${first}/*`);
}

type Admitting = Pick<Services, 'access' | 'affinity' | 'clients' | 'settings' | 'shell'>;

/**
 * Lets a request in or refuses it, by its head alone.
 * @param known called once it is known who asks, also where that is refused for another reason
 * @returns who it is: a named client by its name
 * @throws {ProxyError} `invalid_api_key`, `too_many_passwords`, `owner_password_required`, `forbidden`; `unknown_path` for a
 *   path that is not in the table, and as if there were nothing for who must not see it.
 */
export async function admit(
  services: Admitting,
  request: Request,
  caller: Caller,
  known?: () => void,
): Promise<Caller> {
  const { affinity, clients, settings, shell } = services;
  const path = routedPath(request);
  const audience = audienceOf(path);
  if (audience === 'open') return caller;
  if (audience === 'owner') {
    admitToPage(services, request, caller);
    return caller;
  }
  if (audience === 'site') {
    // Only the extension's own scripts know of it; the relay has no such page.
    if (caller.trust === 'site') return caller;
    throw new ProxyError('unknown_path', { method: request.method, path });
  }
  const named = await namedCaller(request, caller, clients);
  if (!(await continuesUpload(request, affinity))) {
    requirePassword(request, named, shell.password, shell.loginThrottle);
  }
  known?.();
  requireUserAgent(request, named, settings.current());
  if (audience === undefined) throw new ProxyError('unknown_path', { method: request.method, path });
  return named;
}

/** What somebody who is let in to one of the owner's paths may do there. @throws as `admit` */
function admitToPage({ access, shell }: Pick<Admitting, 'access' | 'shell'>, request: Request, caller: Caller): Power {
  const power = powerOfCaller(request, caller, access, shell.loginThrottle);
  requirePower(power, powerNeeded(request.method, routedPath(request)));
  return power;
}

/** The gate as the app's step; whoever is let in goes on by its name. */
export function gate(services: Admitting): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const isPreflight = c.req.method === 'OPTIONS';
    const { raw } = c.req;
    // Browsers send a preflight without credentials; there is nothing in its answer to protect.
    if (audienceOf(c.req.path) === 'owner') c.set('power', admitToPage(services, raw, c.env.caller));
    else if (!isPreflight || !isForClients(c.req.path)) {
      c.env.caller = await admit(services, raw, c.env.caller, () => {
        const trace: Trace | undefined = c.get('trace');
        if (trace !== undefined) trace.admitted = true;
      });
    }
    return isPreflight ? c.body(null, 204, { allow: 'GET, POST, OPTIONS' }) : next();
  };
}

/** A step that is taken with the requests of clients alone: what the owner does is in no log and under no limit. */
export const forClients =
  (step: MiddlewareHandler<AppEnv>): MiddlewareHandler<AppEnv> =>
  async (c, next) =>
    isForClients(c.req.path) ? step(c, next) : next();

/** Of what is not there clients are told, too. */
function isForClients(path: string): boolean {
  const audience = audienceOf(path);
  return audience === 'client' || audience === undefined;
}
