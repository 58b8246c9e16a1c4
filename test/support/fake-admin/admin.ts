/** `/api/*` from memory, to look at and test the config page without a core: the table of `src/contract/endpoints.ts`. */

import type { Endpoint, Handlers } from '../../../src/contract/endpoint.ts';
import { type Endpoints, endpoints } from '../../../src/contract/endpoints.ts';
import type { KeyView } from '../../../src/contract/keys.ts';
import type { Settings } from '../../../src/contract/settings/table.ts';
import type { StatusView } from '../../../src/contract/status.ts';
import { powerNeeded } from '../../../src/core/access/login/powers.ts';
import { paramsIn } from '../../../src/core/utils/net/path-params.ts';
import { fakeBackup } from './backup.ts';
import { fakeClients } from './clients.ts';
import { fakeLog } from './log.ts';
import { fakeModels } from './models.ts';
import { createFakePool } from './pool.ts';
import { notFound, Refusal } from './refusal.ts';
import { fakeSettings } from './settings.ts';
import { fakeSiteList } from './site-list.ts';
import { fakeStats } from './stats.ts';

export interface FakeAdminOptions {
  readonly keys: readonly KeyView[];
  readonly now: () => number;
  readonly shell?: StatusView['shell'];
  /** Asked for as a bearer token; absent: everybody may. */
  readonly password?: string;
  /** What asks for the owner's power is answered with this one only; absent: with the other, too. */
  readonly ownerPassword?: string;
  /** Settings that pretend to come from the environment. */
  readonly env?: Partial<Settings>;
}

export interface FakeAdmin {
  fetch(request: Request): Promise<Response>;
  /** What the pool holds now. */
  keys(): readonly KeyView[];
}

type AnyHandler = (call: { params: unknown; query: URLSearchParams; body: unknown }) => unknown;

export function createFakeAdmin(options: FakeAdminOptions): FakeAdmin {
  const { keys, now, shell = 'relay', password, ownerPassword, env = {} } = options;
  const pool = createFakePool(keys, now);

  const handlersFor = (isOwner: boolean): { readonly [Name in keyof Endpoints]: Handlers<Endpoints[Name]> } => ({
    ...shared,
    session: { login: notFound, power: () => ({ power: isOwner ? 'owner' : 'client' }) },
  });
  const shared: Omit<ReturnType<typeof handlersFor>, 'session'> = {
    status: { get: () => statusOf(pool.counts(), shell, now()) },
    stats: {
      query: ({ query }) =>
        fakeStats(
          query,
          pool.keys().map(({ id }) => id),
        ),
    },
    models: { list: () => fakeModels },
    keys: pool.handlers,
    settings: fakeSettings(env),
    log: {
      list: () => fakeLog(now()),
      get: ({ params }) => fakeLog(now()).find(({ id }) => id === params.id) ?? notFound(),
      clear: async () => undefined,
    },
    clients: fakeClients(),
    sites: fakeSiteList(),
    backup: fakeBackup(now),
  };

  async function answer(request: Request): Promise<unknown> {
    const { pathname, searchParams: query } = new URL(request.url);
    const shown = request.headers.get('authorization');
    const isOwner = ownerPassword === undefined || shown === `Bearer ${ownerPassword}`;
    if (password !== undefined && shown !== `Bearer ${password}` && !(ownerPassword && isOwner)) {
      throw new Refusal(401, 'Wrong or missing password.');
    }
    if (!isOwner && powerNeeded(request.method, pathname) === 'owner') {
      throw new Refusal(403, 'This asks for the owner’s password.', 'owner_password_required');
    }
    if (pathname === '/api/try/v1/models') return { object: 'list', data: fakeModels };
    const handlers = handlersFor(isOwner);
    for (const [area, table] of Object.entries(endpoints)) {
      for (const [name, { method, path }] of Object.entries<Endpoint>(table)) {
        const params = request.method === method ? paramsIn(path, pathname) : undefined;
        if (params === undefined) continue;
        const handle = (handlers[area as keyof Endpoints] as Record<string, AnyHandler>)[name];
        return handle?.({ params, query, body: request.body ? await request.json() : undefined });
      }
    }
    return notFound();
  }

  return {
    keys: pool.keys,
    async fetch(request) {
      try {
        const output = await answer(request);
        return output === undefined ? new Response(null, { status: 204 }) : Response.json(output);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        const { status, message, code } = error;
        return Response.json({ error: { message, type: 'invalid_request_error', param: null, code } }, { status });
      }
    },
  };
}

function statusOf(
  counts: Pick<StatusView, 'keys' | 'requestsToday'>,
  shell: StatusView['shell'],
  now: number,
): StatusView {
  return {
    shell,
    version: '0.1.0',
    endpoint: shell === 'extension' ? 'https://hajimi.invalid/v1' : 'http://127.0.0.1:7860/v1',
    ...counts,
    inFlight: 2,
    quotaDayEnds: now + 5 * 3_600_000 + 12 * 60_000,
    forecast: [{ model: 'gemini-2.5-flash', left: 716, projects: 4 }],
  };
}
