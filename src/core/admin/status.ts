import { quotaDayEnd } from '../pool/pacific.ts';
import type { Services } from '../services.ts';
import type { KeyState, StatusView } from './types.ts';

/** One look at whether it works: how many keys can answer and what was used today. */
export function statusView({ pool, shell, ports }: Services): StatusView {
  const keys: Record<KeyState, number> = { usable: 0, cooling: 0, unusable: 0, disabled: 0 };
  let requestsToday = 0;
  for (const key of pool.list()) {
    keys[key.state]++;
    requestsToday += key.requestsToday;
  }
  return {
    shell: shell.kind,
    version: shell.version,
    endpoint: shell.endpoint,
    keys,
    requestsToday,
    quotaDayEnds: quotaDayEnd(ports.clock.now()),
  };
}
