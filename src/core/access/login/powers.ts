/**
 * The ONE table of who may do what at the owner's paths. The password of the model API is known to every frontend, so with
 * it the page goes on as people know it, and no further: what gives secrets away, or says where keys are sent and who may use
 * them, asks for the owner's. What is not listed is the owner's.
 */

import type { KeyPatch } from '../../../contract/keys.ts';
import { isSettingName, type SettingName, settingNames, settingsTable } from '../../../contract/settings/table.ts';
import type { Power } from '../../../contract/status.ts';

/** Settings that hold the address of a server to which keys or tokens go. */
export const addressSettings: ReadonlySet<SettingName> = new Set(
  settingNames.filter((name) => settingsTable[name].kind === 'url'),
);

/** Those that decide which addresses are called: of Google, and whether a client's pictures come from the LAN. */
const ownersSettings: ReadonlySet<SettingName> = new Set([...addressSettings, 'fetchPrivateImages']);

const ofSetting = (name: string): Power => (isSettingName(name) && !ownersSettings.has(name) ? 'client' : 'owner');

/** By method and path; a function is asked about what stands in the place of `:`. */
export const powers: Readonly<Record<string, Power | ((parameter: string) => Power)>> = {
  'GET /metrics': 'client',
  'GET /api/power': 'client',
  'GET /api/status': 'client',
  'GET /api/stats': 'client',
  'GET /api/models': 'client',

  'GET /api/keys': 'client',
  'POST /api/keys': 'client',
  'POST /api/keys/preview': 'client',
  // But for `ownersKeyFields`.
  'PATCH /api/keys': 'client',
  'PATCH /api/keys/:id': 'client',
  'POST /api/keys/remove': 'client',
  'GET /api/keys/removed': 'client',
  'POST /api/keys/restore': 'client',
  // Nothing brings them back after that.
  'POST /api/keys/erase': 'owner',
  'POST /api/keys/clear-invalid': 'client',
  'POST /api/keys/health': 'client',
  'GET /api/keys/check': 'client',
  'POST /api/keys/check': 'client',
  'DELETE /api/keys/check': 'client',
  'POST /api/keys/:id/try-now': 'client',
  'POST /api/keys/:id/test': 'client',
  'POST /api/keys/reveal': 'owner',

  'GET /api/settings': 'client',
  'PUT /api/settings/:name': ofSetting,
  'DELETE /api/settings/:name': ofSetting,

  'GET /api/log': 'client',
  'GET /api/log/:id': 'client',
  'DELETE /api/log': 'client',

  'GET /api/clients': 'client',
  'POST /api/clients': 'owner',
  'PATCH /api/clients/:name': 'owner',
  'DELETE /api/clients/:name': 'owner',
  'POST /api/clients/:name/password': 'owner',

  'POST /api/backup': 'owner',
  'POST /api/backup/plan': 'owner',
  'POST /api/backup/restore': 'owner',
};

/** What of a key is the owner's to change: Google is called for it by way of its proxy. */
export const ownersKeyFields = ['proxy'] as const satisfies readonly (keyof KeyPatch)[];

const rows = Object.entries(powers).map(([route, power]) => {
  const [method = '', path = ''] = route.split(' ');
  return { method, pattern: new RegExp(`^${path.replace(/:\w+/g, '([^/]+)')}$`), power };
});

/** The model API for the page, whatever its path: with the power that the caller has. */
const TRY = /^\/api\/try(\/|$)/;

/** @param path as `routedPath` has it */
export function powerNeeded(method: string, path: string): Power {
  if (TRY.test(path)) return 'client';
  const asked = method === 'HEAD' ? 'GET' : method;
  for (const row of rows) {
    const match = row.method === asked ? row.pattern.exec(path) : null;
    if (match) return typeof row.power === 'function' ? row.power(decoded(match[1] ?? '')) : row.power;
  }
  return 'owner';
}

export const powerForKeyPatch = (patch: KeyPatch): Power =>
  ownersKeyFields.some((field) => patch[field] !== undefined) ? 'owner' : 'client';

/** As the routes read it; what cannot be decoded is the name of nothing. */
function decoded(parameter: string): string {
  try {
    return decodeURIComponent(parameter);
  } catch {
    return '';
  }
}
