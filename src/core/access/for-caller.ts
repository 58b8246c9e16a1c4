import type { Caller } from '../ports.ts';
import type { Services } from '../services.ts';
import { settingsFor } from './clients/client-quota.ts';

/** The same services, whose settings are as the person's allowance for this caller has them. */
export const servicesFor = (services: Services, { id }: Caller): Services => ({
  ...services,
  settings: {
    ...services.settings,
    current: () => settingsFor(id, services.settings.current(), services.allowances.of(id)),
  },
});
