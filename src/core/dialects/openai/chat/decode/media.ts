/**
 * Media source (data URL, web address, Files API name) -> `inlineData` or `fileData`
 * (docs/design/translation.md#content-parts).
 */

import type { Part } from '../../../../google/wire.ts';
import { cleanBase64, isDataUrl, parseDataUrl } from '../../../../utils/data-url.ts';
import { mimeTypeOfData, mimeTypeOfName } from '../../../../utils/mime-type.ts';
import { refuse } from '../../../fields.ts';

const FILES_API = 'https://generativelanguage.googleapis.com/v1beta/';

/**
 * @param url A data URL, an http(s) or gs: address, or the bare base64 of a format that shows in its first bytes.
 * @param field The URL's path in the client's request, for the error.
 */
export function mediaFromUrl(url: string, field: string): Part {
  if (isDataUrl(url)) return inlineDataUrl(url, undefined, field);
  if (/^(https?|gs):\/\/[^/]/i.test(url)) return fileData(url, mimeTypeOfName(url));
  const mimeType = mimeTypeOfData(url);
  if (mimeType !== undefined) return inlineData(mimeType, url);
  return refuse(field, 'must be a data:, https: or gs: URL');
}

/**
 * @param data Base64, or a data URL.
 * @param mimeType What the client says beside the data; stands in where the data URL says nothing.
 */
export function mediaFromData(data: string, mimeType: string | undefined, field: string): Part {
  if (isDataUrl(data)) return inlineDataUrl(data, mimeType, field);
  const type = mimeType ?? mimeTypeOfData(data);
  if (type === undefined) return refuse(field, 'has no known media type: send a data URL, or a filename');
  return inlineData(type, data);
}

/** @param id `files/abc`, a Files API URI or another address that Google reads itself. */
export function mediaFromFileId(id: string, mimeType: string | undefined, field: string): Part {
  if (id.startsWith('files/')) return fileData(FILES_API + id, mimeType);
  if (/^(https?|gs):\/\/[^/]/i.test(id)) return fileData(id, mimeType);
  return refuse(field, 'is not a file of the Gemini Files API, such as files/abc-123');
}

const fileData = (fileUri: string, mimeType: string | undefined): Part => ({
  fileData: mimeType === undefined ? { fileUri } : { fileUri, mimeType },
});

const inlineData = (mimeType: string, data: string): Part => ({ inlineData: { mimeType, data: cleanBase64(data) } });

const saysNothing = ['', 'application/octet-stream'];

function inlineDataUrl(url: string, mimeType: string | undefined, field: string): Part {
  const parsed = parseDataUrl(url);
  if (parsed === undefined) return refuse(field, 'is a data URL without data');
  const { data } = parsed;
  if (!saysNothing.includes(parsed.mimeType)) return { inlineData: { mimeType: parsed.mimeType, data } };
  return mediaFromData(data, mimeType, field);
}
