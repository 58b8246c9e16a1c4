import type { Services } from '../services.ts';
import type { StatusView } from './types.ts';

/** One look at whether it works: how many keys can answer and what was used today. */
export const statusView = ({ pool, shell }: Services): StatusView => ({
  shell: shell.kind,
  version: shell.version,
  endpoint: shell.endpoint,
  ...pool.status(),
});
