/** All of `/api` that is JSON, each endpoint with what answers it. */
import { endpoints } from '../../contract/endpoints.ts';
import type { PageAccess } from '../access/login/page-access.ts';
import type { RequestLog } from '../log/request-log.ts';
import { type BackupDeps, backupBodies, backupHandlers } from './backup/handlers.ts';
import { type ClientDeps, clientBodies, clientHandlers } from './clients/clients.ts';
import { type AdminRoute, routesOf } from './endpoint.ts';
import { keyBodies } from './keys/bodies.ts';
import { type KeyDeps, keyHandlers } from './keys/keys.ts';
import { logHandlers } from './log.ts';
import { type ModelDeps, modelHandlers } from './models.ts';
import { sessionHandlers } from './session.ts';
import { settingBodies, settingHandlers } from './settings.ts';
import { siteBodies, siteHandlers } from './sites/sites.ts';
import { statsHandlers } from './stats.ts';
import { type StatusDeps, statusHandlers } from './status.ts';

export interface AdminDeps extends BackupDeps, ClientDeps, KeyDeps, StatusDeps, Pick<ModelDeps, 'models'> {
  readonly pool: BackupDeps['pool'];
  readonly access: Pick<PageAccess, 'redeem'>;
  readonly requests: RequestLog;
}

/** Those of sites are there only where web pages ask. */
export function adminEndpoints(deps: AdminDeps): readonly AdminRoute[] {
  const { sites, allowances } = deps;
  return routesOf(
    endpoints,
    {
      session: sessionHandlers(deps),
      status: statusHandlers(deps),
      stats: statsHandlers(deps),
      models: modelHandlers(deps),
      keys: keyHandlers(deps),
      settings: settingHandlers(deps),
      log: logHandlers(deps),
      clients: clientHandlers(deps),
      sites: sites && siteHandlers({ sites, allowances }),
      backup: backupHandlers(deps),
    },
    { keys: keyBodies, settings: settingBodies, clients: clientBodies, sites: siteBodies, backup: backupBodies },
  );
}
