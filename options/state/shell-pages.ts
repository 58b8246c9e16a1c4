import type { StatusView } from '../../src/contract/status.ts';
import { type PageId, pageIds } from './route.ts';

/** Pages that only one of the shells has a use for. */
const only: Partial<Record<PageId, StatusView['shell']>> = { clients: 'relay', sites: 'extension' };

/** The pages of a shell, in order; of one that is not known yet those that both have. */
export const pagesOf = (shell: StatusView['shell'] | undefined): readonly PageId[] =>
  pageIds.filter((id) => only[id] === undefined || only[id] === shell);
