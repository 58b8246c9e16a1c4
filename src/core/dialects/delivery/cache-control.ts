import type { RequestHead } from '../../exchange.ts';

/** Whether the client asks by HTTP's own means for an answer that is neither kept nor shared (RFC 9111, section 5.2.1). */
export const wantsFresh = (request: Pick<RequestHead, 'header'>): boolean =>
  /\bno-(?:cache|store)\b/i.test(request.header('cache-control') ?? '');
