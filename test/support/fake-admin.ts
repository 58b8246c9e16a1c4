/** `/api/*` from memory, to look at and test the config page without a core: the contract of `src/contract`. */

import type { BackupPlan } from '../../src/contract/backup.ts';
import type {
  KeyCheckProgress,
  KeyPatch,
  KeyPreview,
  KeyState,
  KeyView,
  RecentlyRemovedView,
} from '../../src/contract/keys.ts';
import {
  isSettingName,
  parseSetting,
  type Settings,
  settingNames,
  settingsTable,
} from '../../src/contract/settings/table.ts';
import type { SettingValue, SettingView } from '../../src/contract/settings/value.ts';
import type { SiteView } from '../../src/contract/sites.ts';
import type { StatusView } from '../../src/contract/status.ts';
import { powerNeeded } from '../../src/core/access/login/powers.ts';
import { fakeClients } from './fake-clients.ts';
import { fakeKey } from './fake-keys.ts';
import { fakeLog } from './fake-log.ts';
import { fakeModels } from './fake-models.ts';
import { fakeStats } from './fake-stats.ts';

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

export function createFakeAdmin({
  keys,
  now,
  shell = 'relay',
  password,
  ownerPassword,
  env = {},
}: FakeAdminOptions): FakeAdmin {
  const pool = new Map(keys.map((key) => [key.id, key]));
  const bin = new Map<string, KeyView>();
  const stored = new Map<string, SettingValue>();

  const status = (): StatusView => {
    const counts: Record<KeyState, number> = { usable: 0, cooling: 0, unusable: 0, disabled: 0 };
    let requestsToday = 0;
    for (const key of pool.values()) {
      counts[key.state]++;
      requestsToday += key.requestsToday;
    }
    const endpoint = shell === 'extension' ? 'https://hajimi.invalid/v1' : 'http://127.0.0.1:7860/v1';
    const quotaDayEnds = now() + 5 * 3_600_000 + 12 * 60_000;
    const forecast = [{ model: 'gemini-2.5-flash', left: 716, projects: 4 }];
    return { shell, version: '0.1.0', endpoint, keys: counts, requestsToday, inFlight: 2, quotaDayEnds, forecast };
  };

  const settingViews = (): SettingView[] =>
    settingNames.map((name) => {
      const fallback = settingsTable[name].default;
      const source = name in env ? 'env' : stored.has(name) ? 'stored' : 'default';
      return { name, value: env[name] ?? stored.get(name) ?? fallback, default: fallback, source };
    });

  const addKeys = (text: string) => {
    const added: KeyView[] = [];
    const duplicates: string[] = [];
    for (const secret of new Set(text.match(/[\w.-]{20,}/g))) {
      const id = idOf(secret);
      if (pool.has(id)) duplicates.push(id);
      else added.push({ ...fakeKey(0, now()), id, masked: `${secret.slice(0, 4)}…${secret.slice(-4)}` });
    }
    for (const key of added) pool.set(key.id, key);
    return { added, duplicates };
  };

  const preview = (text: string): KeyPreview[] =>
    [...new Set(text.match(/[\w.-]{20,}/g))].map((secret) => {
      const known = pool.get(idOf(secret));
      const masked = `${secret.slice(0, 4)}…${secret.slice(-4)}`;
      return { id: idOf(secret), kind: 'ai-studio', masked, ...(known && { knownAs: known.label }) };
    });

  let checked: { startedAt: number; total: number } | undefined;
  /** Twenty keys a second, the eighth of each refused. */
  const check = (): KeyCheckProgress => {
    const { startedAt, total } = checked ?? { startedAt: 0, total: 0 };
    const done = Math.min(total, Math.floor(((now() - startedAt) / 1000) * 20));
    const fails = Math.floor(done / 8);
    return { running: done < total, total, done, works: done - fails, fails, inconclusive: 0 };
  };

  const put = (key: KeyView): KeyView => {
    pool.set(key.id, key);
    return key;
  };
  const freed = ({ cause: _, message: __, until: ___, ...key }: KeyView, enabled = key.enabled): KeyView =>
    put({ ...key, enabled, state: enabled ? 'usable' : 'disabled' });

  const move = (from: Map<string, KeyView>, to: Map<string, KeyView>, ids: readonly string[]): KeyView[] => {
    const moved = ids.flatMap((id) => from.get(id) ?? []);
    for (const key of moved) {
      from.delete(key.id);
      to.set(key.id, key);
    }
    return moved;
  };

  const removed = (): RecentlyRemovedView => ({
    count: bin.size,
    ...(bin.size > 0 && { until: now() + 24 * 3_600_000 }),
  });

  async function fetch(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url);
    const shown = request.headers.get('authorization');
    const isOwner = ownerPassword === undefined || shown === `Bearer ${ownerPassword}`;
    if (password !== undefined && shown !== `Bearer ${password}` && !(ownerPassword && isOwner)) {
      return fail(401, 'Wrong or missing password.');
    }
    if (!isOwner && powerNeeded(request.method, pathname) === 'owner') {
      return fail(403, 'This asks for the owner’s password.', 'owner_password_required');
    }
    const [, , area = '', id = '', action = ''] = pathname.split('/');
    const body = request.body ? await request.json() : {};
    const key = pool.get(id);
    switch (`${request.method} ${area}${id && '/'}${action && `:id/${action}`}`) {
      case 'GET power':
        return Response.json({ power: isOwner ? 'owner' : 'client' });
      case 'GET status':
        return Response.json(status());
      case 'GET keys':
        return Response.json([...pool.values()]);
      case 'POST keys':
        return Response.json(addKeys(body.text));
      case 'PATCH keys':
        return Response.json(
          (body.ids as string[]).flatMap((one) => {
            const known = pool.get(one);
            return known ? [freed(known, body.patch.enabled)] : [];
          }),
        );
      case 'GET keys/':
        if (id === 'check') return Response.json(check());
        if (id === 'removed') return Response.json(removed());
        break;
      case 'DELETE keys/':
        if (id === 'check') checked = undefined;
        return Response.json(check());
      case 'POST keys/':
        if (id === 'preview') return Response.json(preview(body.text));
        if (id === 'reveal') return Response.json(body.ids.map((one: string) => ({ id: one, secret: `AIza-${one}` })));
        if (id === 'health')
          return Response.json(Object.fromEntries(body.ids.map((one: string) => [one, hoursOf(one)])));
        if (id === 'clear-invalid') {
          const dead = [...pool.values()].filter(({ cause }) => cause === 'key-invalid').map((one) => one.id);
          move(pool, bin, dead);
          return Response.json({ removed: dead });
        }
        if (id === 'check') {
          checked = { startedAt: now(), total: body.ids?.length ?? pool.size };
          return Response.json(check());
        }
        if (id === 'remove') {
          move(pool, bin, body.ids);
          return new Response(null, { status: 204 });
        }
        if (id === 'restore') {
          const ids: readonly string[] = body.ids ?? [...bin.keys()];
          move(bin, pool, ids);
          const restored = ids.flatMap((one) => pool.get(one) ?? []);
          return Response.json({ restored, lost: ids.length - restored.length });
        }
        if (id === 'erase') {
          const erased = bin.size;
          bin.clear();
          return Response.json({ erased });
        }
        break;
      case 'PATCH keys/': {
        const patch: KeyPatch = body;
        if (key)
          return Response.json(patch.enabled === undefined ? put({ ...key, ...patch }) : freed(key, patch.enabled));
        break;
      }
      case 'POST keys/:id/test':
        if (key) return Response.json(testOf(key));
        break;
      case 'POST keys/:id/try-now':
        if (key) return Response.json(freed(key));
        break;
      case 'GET stats':
        return Response.json(fakeStats(new URL(request.url).searchParams, [...pool.keys()]));
      case 'GET log':
        return Response.json(fakeLog(now()));
      case 'GET log/':
        return Response.json(fakeLog(now()).find((one) => one.id === id));
      case 'GET clients':
        return Response.json(fakeClients);
      case 'POST clients':
        return Response.json({ client: { ...fakeClients[1], name: body.name }, password: `hj-${'4f2a'.repeat(8)}` });
      case 'POST backup/':
        return Response.json(fakePlan(now()));
      case 'GET models':
        return Response.json(fakeModels);
      case 'GET try/:id/models':
        return Response.json({ object: 'list', data: fakeModels });
      case 'GET sites':
        return Response.json(sites);
      case 'GET settings':
        return Response.json(settingViews());
      case 'PUT settings/':
        if (!isSettingName(id)) break;
        try {
          stored.set(id, parseSetting(id, body.value));
        } catch (error) {
          return fail(400, String(error));
        }
        return Response.json(settingViews());
      case 'DELETE settings/':
        stored.delete(id);
        return Response.json(settingViews());
    }
    return fail(404, 'There is no such thing here.');
  }

  return { fetch, keys: () => [...pool.values()] };
}

function testOf(key: KeyView) {
  const { id, cause, message, state } = key;
  return state === 'unusable' ? { id, verdict: 'fails', cause, message, key } : { id, verdict: 'works', key };
}

/** A file of somebody who wants the keys. */
const fakePlan = (now: number): BackupPlan => ({
  createdAt: now - 86_400_000,
  withKeys: true,
  keysAdded: 2,
  keysChanged: 1,
  keysSame: 3,
  clients: ['Phone'],
  sites: [],
  settings: [{ name: 'maxRetryNum', from: 15, to: 3 }],
  addresses: [
    { setting: 'geminiBaseUrl', from: settingsTable.geminiBaseUrl.default, to: 'https://collector.example' },
    { key: 'AIza…9f3Q', from: '', to: 'http://collector.example:8080' },
  ],
});

/** One of each state. */
const sites: readonly SiteView[] = [
  {
    origin: 'https://chat.example',
    state: 'allowed',
    takeOver: true,
    addedAt: 1,
    requestsPerDay: 50,
    models: ['*-flash'],
  },
  { origin: 'https://a-very-long-name-of-a-frontend.pages.example:8443', state: 'asked', takeOver: false, addedAt: 2 },
  { origin: 'http://localhost:8000', state: 'off', takeOver: false, addedAt: 3 },
];

function fail(status: number, message: string, code = 'fake'): Response {
  return Response.json({ error: { message, type: 'invalid_request_error', param: null, code } }, { status });
}

/** A day like any other, and no two keys alike. */
function hoursOf(id: string) {
  const answered = Array.from({ length: 24 }, (_, hour) => (Number.parseInt(id.slice(-3), 16) * 7 + hour * hour) % 13);
  return { answered, failed: answered.map((count, hour) => (hour % 7 === 3 ? Math.ceil(count / 3) : 0)) };
}

/** Good enough to tell made-up keys apart. */
function idOf(secret: string): string {
  let hash = 7;
  for (const character of secret) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 0xffff_ffff;
  return hash.toString(16).padStart(16, 'f');
}
