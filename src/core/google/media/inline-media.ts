/**
 * Fetches the media that a request names by address and that Google would not fetch itself
 * (docs/design/translation.md#content-parts).
 */

import type { Settings } from '../../../contract/settings/table.ts';
import { ProxyError } from '../../errors.ts';
import { capabilitiesOf } from '../../models/series.ts';
import type { Clock } from '../../ports.ts';
import { mimeTypeOfName } from '../../utils/mime-type.ts';
import { hasPublicHost } from '../../utils/net/public-address.ts';
import type { Content, GenerateContentRequest, Part } from '../wire.ts';
import { createDownloads, type MediaFetch } from './download.ts';

export interface MediaDeps {
  readonly fetch: MediaFetch;
  readonly clock: Clock;
}

export interface MediaOptions {
  /** Upstream model id: not every model fetches addresses. */
  readonly model: string;
  readonly mode: Settings['fetchImages'];
  /** Also fetch from addresses that are not public; for tests and trusted networks. */
  readonly allowPrivate: boolean;
  readonly signal: AbortSignal;
  /** Path of the address in the client's request, for the error; `image_url` where it is not known. */
  field?(part: Part): string | undefined;
}

/** Google's limit on a whole request with its inline data is 20 MB. */
const MAX_BYTES = 20 * 1024 * 1024;
/**
 * Download timeout, in ms. Clients wait a minute for a response head (docs/design/clients.md#patience), and the model has
 * yet to answer.
 */
const TIMEOUT = 20_000;

/** What Google says it fetches; the rest it takes inline only. */
const GOOGLE_FETCHES =
  /^(image\/(png|jpeg|webp|bmp)|application\/(pdf|json)|text\/(html|css|plain|xml|csv|rtf|javascript)|(audio|video)\/.+)$/;

/**
 * The request with such media as inline data. Files API, Cloud Storage and YouTube addresses are never fetched: only
 * Google can read those. Returns the request itself when there is nothing to do.
 * @throws {ProxyError} `media_unavailable` that names the field.
 */
export async function inlineRemoteMedia(
  request: GenerateContentRequest,
  deps: MediaDeps,
  options: MediaOptions,
): Promise<GenerateContentRequest> {
  if (options.mode === 'never') return request;
  const wanted = remoteParts(request.contents).filter((part) => !isLeftToGoogle(part, options));
  if (wanted.length === 0) return request;
  const { signal, allowPrivate } = options;
  signal.throwIfAborted();
  const downloads = createDownloads(deps, signal, { maxBytes: MAX_BYTES, timeout: TIMEOUT, allowPrivate });
  const inlined = new Map<Part, Part>();
  const inline = async (part: Part) => {
    const { fileData: { fileUri, mimeType } = { fileUri: '' }, ...rest } = part;
    try {
      inlined.set(part, { ...rest, inlineData: await downloads.get(fileUri, mimeType ?? mimeTypeOfName(fileUri)) });
    } catch (cause) {
      signal.throwIfAborted();
      // In the extension CORS stands in the way of most sites, but not in Google's.
      if (options.mode === 'auto' && canGoogleFetch(fileUri, options.model)) return;
      const reason = cause instanceof Error ? cause.message : 'the connection failed';
      const field = options.field?.(part) ?? 'image_url';
      throw new ProxyError('media_unavailable', { field, reason }, undefined, { cause });
    }
  };
  try {
    await Promise.all(wanted.map(inline));
  } finally {
    downloads.close();
  }
  const contents = request.contents.map(({ parts, ...content }) => ({ ...content, parts: replace(parts, inlined) }));
  return { ...request, contents };
}

/** Parts that name an http(s) address, also within function responses. */
function remoteParts(contents: readonly Content[]): Part[] {
  return contents
    .flatMap(({ parts }) => parts.flatMap((part) => [part, ...(part.functionResponse?.parts ?? [])]))
    .filter((part) => /^https?:/i.test(part.fileData?.fileUri ?? ''));
}

function isLeftToGoogle({ fileData }: Part, { mode, model }: MediaOptions): boolean {
  const url = fileData?.fileUri ?? '';
  if (isGoogles(url)) return true;
  const mimeType = fileData?.mimeType ?? mimeTypeOfName(url) ?? '';
  return mode === 'auto' && canGoogleFetch(url, model) && GOOGLE_FETCHES.test(mimeType);
}

const canGoogleFetch = (url: string, model: string): boolean =>
  capabilitiesOf(model).fetchesUrls && /^https:/i.test(url) && hasPublicHost(url);

function isGoogles(url: string): boolean {
  const hostname = URL.canParse(url) ? new URL(url).hostname : '';
  return /^(generativelanguage\.googleapis\.com|(www\.|m\.)?youtube\.com|youtu\.be)$/.test(hostname);
}

function replace(parts: readonly Part[], inlined: ReadonlyMap<Part, Part>): Part[] {
  return parts.map((part) => {
    const { functionResponse } = part;
    if (!functionResponse?.parts) return inlined.get(part) ?? part;
    return { ...part, functionResponse: { ...functionResponse, parts: replace(functionResponse.parts, inlined) } };
  });
}
