import { createServer, type RequestListener } from 'node:http';

/** Nobody waits for what it returns. */
type Listener = (...exchange: Parameters<RequestListener>) => unknown;

export interface PageServer {
  /** `http://localhost:<port>`; any other local name with the same port works too. */
  readonly origin: string;
  readonly port: number;
  /** Serves a document and returns its URL. */
  add(html: string, headers?: Readonly<Record<string, string>>): string;
  /** Serves anything at a path of its own and returns the URL. */
  on(path: string, listener: Listener): string;
  close(): Promise<void>;
}

/** A web site on this computer that serves what a test puts there. */
export async function startPageServer(): Promise<PageServer> {
  const routes = new Map<string, Listener>();
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const route = routes.get(pathname);
    if (route) route(request, response);
    else response.writeHead(404).end();
  });
  // Without a host it listens on both families, so that `[::1]` is a local page too.
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const origin = `http://localhost:${port}`;
  const on = (path: string, listener: Listener) => {
    routes.set(path, listener);
    return origin + path;
  };
  return {
    origin,
    port,
    on,
    add: (html, headers = {}) =>
      on(`/page-${routes.size}`, (_, response) => {
        response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...headers });
        response.end(`<!doctype html><meta charset="utf-8"><title>page</title>${html}`);
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
