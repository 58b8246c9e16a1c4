import type { StatusView } from '../../contract/status.ts';
import type { Services } from '../services.ts';

/** One look at whether it works: how many keys can answer and what was used today. */
export function statusView({ pool, shell, metrics, notKept }: Services): StatusView {
  const trouble = notKept();
  const warnings = shell.warnings?.() ?? [];
  return {
    shell: shell.kind,
    version: shell.version,
    endpoint: shell.endpoint,
    inFlight: metrics.underway,
    ...pool.status(),
    ...(trouble && { notKept: trouble }),
    ...(warnings.length > 0 && { warnings }),
  };
}
