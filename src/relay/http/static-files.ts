/** The config page: a handful of built files, read once, so that no request ever names a path on the disk. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';

import type { Reply, RequestHead } from '../../core/exchange.ts';

export interface Page {
  /** Whether a file stands at this path, whatever the method. */
  has(path: string): boolean;
  /** The file that is asked for, or undefined where there is none. */
  respond(request: Pick<RequestHead, 'method' | 'header' | 'path'>): Reply | undefined;
}

interface Asset {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly headers: Readonly<Record<string, string>>;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

const safety = {
  'content-security-policy':
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
};

/**
 * @param folder `dist/relay/public`; where it does not exist there is no page.
 * @param at path of the page itself
 */
export async function loadPage(folder: string, at = '/'): Promise<Page> {
  const assets = new Map<string, Asset>();
  for (const file of await filesIn(folder)) {
    const path = `/${relative(folder, file).split(sep).join('/')}`;
    assets.set(path === '/index.html' ? at : path, await readAsset(file, path));
  }
  return {
    has: (path) => assets.has(path),
    respond({ method, header, path }) {
      if (method !== 'GET' && method !== 'HEAD') return undefined;
      const asset = assets.get(path);
      if (asset === undefined) return undefined;
      const { headers, body } = asset;
      if (header('if-none-match') === headers.etag) return { status: 304, headers, body: null };
      return { status: 200, headers, body: method === 'HEAD' ? null : body };
    },
  };
}

async function filesIn(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  } catch {
    return [];
  }
}

async function readAsset(file: string, path: string): Promise<Asset> {
  const body = new Uint8Array(await readFile(file));
  return {
    body,
    headers: {
      ...safety,
      'content-type': types[extname(file)] ?? 'application/octet-stream',
      etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
      // The build puts a hash into every name below assets.
      'cache-control': path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
    },
  };
}
