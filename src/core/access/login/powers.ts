/** What it takes to use the owner's paths: `/api` by the table of its endpoints. What is not listed is the owner's. */

import type { Endpoint } from '../../../contract/endpoint.ts';
import { allEndpoints } from '../../../contract/endpoints.ts';
import type { KeyPatch } from '../../../contract/keys.ts';
import { isSettingName, type SettingName, settingNames, settingsTable } from '../../../contract/settings/table.ts';
import type { Power } from '../../../contract/status.ts';
import { paramsIn } from '../../utils/net/path-params.ts';

const rows: readonly Endpoint[] = [{ method: 'GET', path: '/metrics', power: 'client' }, ...allEndpoints()];

/** Settings that hold the address of a server to which keys or tokens go. */
export const addressSettings: ReadonlySet<SettingName> = new Set(
  settingNames.filter((name) => settingsTable[name].kind === 'url'),
);

/** Those that decide which addresses are called: of Google, and whether a client's pictures come from the LAN. */
const ownersSettings: ReadonlySet<SettingName> = new Set([...addressSettings, 'fetchPrivateImages']);

/** The model API for the page, whatever its path: with the power that the caller has. */
const TRY = /^\/api\/try(\/|$)/;

/** @param path as `routedPath` has it */
export function powerNeeded(method: string, path: string): 'open' | Power {
  if (TRY.test(path)) return 'client';
  const asked = method === 'HEAD' ? 'GET' : method;
  for (const { method, path: pattern, power } of rows) {
    const params = method === asked ? paramsIn(pattern, path) : undefined;
    if (params) return power === 'by-setting' ? powerForSetting(params.name) : power;
  }
  return 'owner';
}

/** What is no setting is the owner's, too. */
const powerForSetting = (name = ''): Power => (isSettingName(name) && !ownersSettings.has(name) ? 'client' : 'owner');

/** A key's proxy is the owner's to change: Google is called with the key by way of it. */
export const powerForKeyPatch = ({ proxy }: KeyPatch): Power => (proxy === undefined ? 'client' : 'owner');
