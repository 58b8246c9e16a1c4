/**
 * The reserved name (RFC 6761) under which pages reach Hajimi. No network can ever answer it, so a prompt cannot leak
 * to a stranger while the extension is off.
 */
export const virtualHost = 'hajimi.invalid';
export const virtualOrigin = `https://${virtualHost}`;
