/** Names the page from which a request comes, where Hajimi's own scripts know it. */
const CLIENT_HEADER = 'x-hajimi-client';

export const isSillyTavern = (headers: Headers): boolean => headers.get(CLIENT_HEADER)?.toLowerCase() === 'sillytavern';
