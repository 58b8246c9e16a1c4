/**
 * Google's resumable upload: the first request gives the address for the following ones. That address is Google's with
 * the key in it; the client gets ours, without it, and the key is remembered by the upload's id.
 */

import type { RequestHead } from '../../exchange.ts';
import { readNativePath } from '../paths.ts';
import { queryWithoutKey } from '../query.ts';
import type { Affinity } from './resource-keys.ts';

/** Headers of an answer that tell where to send what follows. */
const ADDRESSES = ['x-goog-upload-url', 'x-goog-upload-control-url'];

/** What the pool remembers of the upload that a query continues; undefined where it continues none. */
export function uploadIn(query: string): string | undefined {
  const id = new URLSearchParams(query).get('upload_id');
  return id === null || !/^[\w.~-]+$/.test(id) ? undefined : `uploads/${id}`;
}

/**
 * Writes our own addresses over Google's.
 * @param prefix address of Google's API at this proxy, such as `http://127.0.0.1:7860/gemini`.
 * @returns what the pool remembers of the uploads that are begun with it.
 */
export function rewriteUploadUrls(headers: Record<string, string>, prefix: string): string[] {
  const begun = new Set<string>();
  for (const name of ADDRESSES) {
    const address = headers[name];
    if (address === undefined) continue;
    const { pathname, search } = new URL(address);
    const query = queryWithoutKey(search);
    const upload = uploadIn(query);
    if (upload !== undefined) begun.add(upload);
    headers[name] = `${prefix}${pathname}${query}`;
  }
  return [...begun];
}

/**
 * Whether the request continues an upload that was begun here. Its id is Google's own unguessable capability, and clients
 * as in Google's `curl` examples send nothing else along, so it stands for the password.
 */
export async function continuesUpload(
  { path, query }: Pick<RequestHead, 'path' | 'query'>,
  affinity: Pick<Affinity, 'ownerOf'>,
): Promise<boolean> {
  const native = query.includes('upload_id=') ? readNativePath(path)?.path : undefined;
  const upload = native?.startsWith('/upload/') ? uploadIn(query) : undefined;
  return upload !== undefined && (await affinity.ownerOf([upload])) !== undefined;
}

/** Scheme and host that the client called; a proxy before the relay says in a header when it was called by https. */
export const calledOrigin = (request: Pick<RequestHead, 'origin' | 'header'>): string =>
  request.header('x-forwarded-proto') === 'https' ? request.origin.replace(/^http:/, 'https:') : request.origin;
