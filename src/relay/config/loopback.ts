import { isIPv4 } from 'node:net';

/** Whether an address or host name, as a person writes it, can only be reached from this computer. */
export const isLoopback = (host: string): boolean =>
  /^(localhost|::1|\[::1\])$/i.test(host) || (host.startsWith('127.') && isIPv4(host));
