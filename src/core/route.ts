import type { Audience } from './access/gate.ts';
import type { Handler } from './context.ts';
import type { Side } from './google/endpoints/provider.ts';

/** One row of the table of routes. */
export interface Route {
  /** Empty: any. `HEAD` is answered as `GET`, without a body. */
  readonly method: string;
  /** As rou3 writes them: `/v1/models/:id`, `/v1beta/**`. */
  readonly path: string;
  readonly audience: Audience;
  /** Credentials of this side of Google alone may answer; undefined: as the settings say. */
  readonly side?: Side | undefined;
  /**
   * Whether a model answers it, or works later because of it: it is counted among what its caller may ask. Lists, files and
   * counting tokens are free.
   */
  readonly isModelCall: boolean | ((path: string) => boolean);
  readonly handle: Handler;
}
