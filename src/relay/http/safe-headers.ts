/**
 * What every answer says to browsers, whoever gives it: that its type is what it is called (MIME sniffing), and that pages of
 * other origins may not draw or run it. A page whose origin is allowed asks with CORS, which is another matter. Nor is an
 * answer a document of ours: a file that a client uploaded as HTML, opened by its address, would else be a script beside
 * the config page. Files of that page have a policy of their own.
 */
import type { Server } from 'node:http';

export const safeHeaders = {
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
} as const;

/** Before anybody answers, so that what fails before the app has them too. */
export function addSafeHeaders(server: Server): void {
  server.prependListener('request', (_, response) => {
    for (const [name, value] of Object.entries(safeHeaders)) response.setHeader(name, value);
  });
}
