/** Who may ask for what: decided by a request's head, before anything of its body is read. */
import type { Settings } from '../../contract/settings/table.ts';
import type { Power } from '../../contract/status.ts';
import { ProxyError } from '../errors.ts';
import type { RequestHead } from '../exchange.ts';
import type { Affinity } from '../google/resources/resource-keys.ts';
import { continuesUpload } from '../google/resources/uploads.ts';
import type { Caller } from '../ports.ts';
import type { NamedClients } from './clients/clients.ts';
import type { LoginThrottle } from './login/login-throttle.ts';
import type { PageAccess } from './login/page-access.ts';
import { powerNeeded } from './login/powers.ts';
import { powerOfCaller, requirePower } from './login/require-admin.ts';
import { namedCaller, requirePassword } from './password.ts';
import { requireUserAgent } from './user-agent.ts';

/**
 * `open`: anybody. `client`: who shows a client's password, and pages of allowed sites. `site`: those pages alone.
 * `owner`: the config page, as far as `login/powers.ts` says.
 */
export type Audience = 'open' | 'client' | 'site' | 'owner';

export interface Admission {
  /** Who it is: a named client by its name. */
  readonly caller: Caller;
  /** How far the owner's paths are open to it; undefined at every other path. */
  readonly power: Power | undefined;
}

export interface Gate {
  /**
   * Lets a request in or refuses it.
   * @param request its path as it is routed
   * @param audience undefined for a path where nothing is, which is told to clients alone
   * @param known called once it is known who asks, also where that is refused for another reason
   * @throws {ProxyError} `invalid_api_key`, `too_many_passwords`, `owner_password_required`, `forbidden`; `unknown_path` as if
   *   there were nothing for who must not see it.
   */
  admit(
    request: RequestHead,
    caller: Caller,
    audience: Audience | undefined,
    known?: () => void,
  ): Admission | Promise<Admission>;
}

export function createGate(deps: {
  readonly access: Pick<PageAccess, 'powerOf'>;
  readonly affinity: Pick<Affinity, 'ownerOf'>;
  readonly clients: Pick<NamedClients, 'find'>;
  readonly settings: () => Pick<Settings, 'whitelistUserAgent'>;
  /** That of clients. */
  readonly password: string;
  readonly throttle: LoginThrottle | undefined;
}): Gate {
  const { access, affinity, clients, settings, password, throttle } = deps;

  async function admitClient(
    request: RequestHead,
    caller: Caller,
    audience: Audience | undefined,
    known?: () => void,
  ): Promise<Admission> {
    const named = await namedCaller(request, caller, clients);
    if (!(await continuesUpload(request, affinity))) requirePassword(request, named, password, throttle);
    known?.();
    requireUserAgent(request, named, settings());
    if (audience === undefined) throw new ProxyError('unknown_path', { method: request.method, path: request.path });
    return { caller: named, power: undefined };
  }

  return {
    admit(request, caller, audience, known) {
      switch (audience) {
        case 'open':
          return { caller, power: undefined };
        case 'owner': {
          const power = powerOfCaller(request, caller, access, throttle);
          requirePower(power, powerNeeded(request.method, request.path));
          return { caller, power };
        }
        case 'site':
          // Only the extension's own scripts know of it; the relay has no such page.
          if (caller.trust === 'site') return { caller, power: undefined };
          throw new ProxyError('unknown_path', { method: request.method, path: request.path });
        case 'client':
        case undefined:
          return admitClient(request, caller, audience, known);
      }
    },
  };
}
