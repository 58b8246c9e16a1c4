/** Gets files on a client's word, within limits of time and size over all of them. */

import type { Clock } from '../../ports.ts';
import { concatBytes, toBase64 } from '../../utils/bytes.ts';
import { mimeTypeOfData, mimeTypeOfName } from '../../utils/mime-type.ts';
import { hasPublicHost } from '../../utils/net/public-address.ts';
import type { Blob } from '../wire.ts';

/**
 * Gets an address on a client's word. What the shell supplies must send no cookies or credentials; the relay's refuses
 * addresses that are not public, after DNS and on every redirect. Rejects with an error whose message a client may see.
 */
export type MediaFetch = (url: string, init: { readonly signal: AbortSignal }) => Promise<Response>;

export interface DownloadLimits {
  /** Bytes over all downloads. */
  readonly maxBytes: number;
  /** Ms until the last one must be complete. */
  readonly timeout: number;
  readonly allowPrivate: boolean;
}

export interface Downloads {
  /**
   * The file, once per address however often it is asked for.
   * @param expected Media type, where the client or the address tells one.
   * @throws {Error} whose message says why in words for the client.
   */
  get(url: string, expected: string | undefined): Promise<Blob>;
  /** Ends what still runs. */
  close(): void;
}

export function createDownloads(
  deps: { readonly fetch: MediaFetch; readonly clock: Clock },
  client: AbortSignal,
  { maxBytes, timeout, allowPrivate }: DownloadLimits,
): Downloads {
  const stop = new AbortController();
  const onClientAbort = () => stop.abort(client.reason);
  client.addEventListener('abort', onClientAbort, { once: true });
  const stopTimer = deps.clock.after(timeout, () =>
    stop.abort(new Error(`it was not there within ${timeout / 1000} s`)),
  );
  const stopped = new Promise<never>((_, reject) => {
    stop.signal.addEventListener('abort', () => reject(stop.signal.reason), { once: true });
  });
  stopped.catch(() => undefined);

  const known = new Map<string, Promise<Blob>>();
  let bytesLeft = maxBytes;

  const download = async (url: string, expected: string | undefined): Promise<Blob> => {
    if (!allowPrivate && !hasPublicHost(url)) throw new Error('its address is not on the public internet');
    const response = await Promise.race([deps.fetch(url, { signal: stop.signal }), stopped]);
    // A plain fetch follows redirects by itself and tells only where it ended.
    if (!allowPrivate && response.url !== '' && !hasPublicHost(response.url)) {
      throw new Error('it redirects to an address that is not on the public internet');
    }
    if (!response.ok) throw new Error(`its server answered with status ${response.status}`);
    const said = mediaType(response);
    if (said === 'text/html' && expected !== said) throw new Error('its server answered with a web page');
    const data = toBase64(await read(response));
    return { mimeType: said ?? mimeTypeOfData(data) ?? expected ?? mimeTypeOfName(url) ?? 'image/jpeg', data };
  };

  const read = async (response: Response): Promise<Uint8Array> => {
    const tooLarge = () => new Error(`the request's files are larger than ${maxBytes / 1024 / 1024} MiB together`);
    const reader = response.body?.getReader();
    if (reader === undefined) throw new Error('it is empty');
    const pieces: Uint8Array<ArrayBuffer>[] = [];
    try {
      if (Number(response.headers.get('content-length') ?? 0) > bytesLeft) throw tooLarge();
      for (;;) {
        const { done, value } = await Promise.race([reader.read(), stopped]);
        if (done) return concatBytes(pieces);
        bytesLeft -= value.length;
        if (bytesLeft < 0) throw tooLarge();
        pieces.push(value);
      }
    } finally {
      reader.cancel().catch(() => undefined);
    }
  };

  return {
    get(url, expected) {
      const running = known.get(url) ?? download(url, expected);
      known.set(url, running);
      return running;
    },
    close() {
      client.removeEventListener('abort', onClientAbort);
      stopTimer();
      stop.abort();
    },
  };
}

/** What the server calls it, where that says anything: many call every file octet-stream. */
function mediaType(response: Response): string | undefined {
  const said = (response.headers.get('content-type')?.split(';', 1)[0] ?? '').trim().toLowerCase();
  return /^(image|audio|video|text)\/|^application\/(pdf|json)$/.test(said) ? said : undefined;
}
