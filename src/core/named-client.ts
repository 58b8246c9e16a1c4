import type { RequestHead } from './exchange.ts';

/** Names the page from which a request comes, where Hajimi's own scripts know it. */
const CLIENT_HEADER = 'x-hajimi-client';

export const isSillyTavern = (request: Pick<RequestHead, 'header'>): boolean =>
  request.header(CLIENT_HEADER)?.toLowerCase() === 'sillytavern';
