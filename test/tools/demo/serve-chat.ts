/** Serves the chat page on a free port of this computer, with the strict policy that a careful site would have. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, extname } from 'node:path';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Without `connect-src`, `default-src` forbids the page every call to elsewhere; Hajimi's answer is none. */
const policy = "default-src 'self'; frame-ancestors 'none'";

export interface ChatPage {
  readonly url: string;
  close(): void;
}

export async function serveChat(): Promise<ChatPage> {
  const sources = ['chat.html', 'chat.css', 'chat.js', '../icon/icon.svg'];
  const files = new Map<string, Buffer>(
    await Promise.all(
      sources.map(async (path) => [`/${basename(path)}`, await readFile(new URL(path, import.meta.url))] as const),
    ),
  );
  const server = createServer(({ url = '/' }, response) => {
    const path = url === '/' ? '/chat.html' : url;
    const file = files.get(path);
    if (file === undefined) return response.writeHead(404).end();
    const headers = { 'content-type': types[extname(path)], 'content-security-policy': policy };
    return response.writeHead(200, headers).end(file);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}/`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
