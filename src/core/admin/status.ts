import type { Handlers } from '../../contract/endpoint.ts';
import type { Endpoints } from '../../contract/endpoints.ts';
import type { StatusView } from '../../contract/status.ts';
import type { Phrase } from '../errors.ts';
import type { Pool } from '../pool/pool.ts';
import type { Metrics } from '../stats/metrics.ts';
import type { AdminContext } from './endpoint.ts';

export interface StatusDeps {
  readonly shell: Pick<StatusView, 'version' | 'endpoint'> & {
    readonly kind: StatusView['shell'];
    /** What had better be set up otherwise. */
    readonly warnings?: () => readonly Phrase[];
  };
  readonly pool: Pick<Pool, 'status'>;
  readonly metrics: Pick<Metrics, 'underway'>;
  /** Why changes may be lost at the end of this run. */
  readonly notKept: () => Phrase | undefined;
}

export const statusHandlers = ({
  shell,
  pool,
  metrics,
  notKept,
}: StatusDeps): Handlers<Endpoints['status'], AdminContext> => ({
  /** One look at whether it works: how many keys can answer and what was used today. */
  get() {
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
  },
});
