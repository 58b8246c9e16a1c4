/** Content of a message -> Gemini parts, in the client's order (docs/design/translation.md#content-parts). */

import type { Part } from '../../../../google/wire.ts';
import type { Capabilities } from '../../../../models/series.ts';
import type { JsonObject } from '../../../../utils/json/json.ts';
import { camelKeys } from '../../../../utils/json/json.ts';
import { mimeTypeOfName } from '../../../../utils/mime-type.ts';
import { type Fields, fieldsOf, object, pathOf, refuse, requiredText, text } from '../../../fields.ts';
import type { ContentPart, MediaUrl } from '../../wire.ts';
import { mediaFromData, mediaFromFileId, mediaFromUrl } from './media.ts';
import { thoughtSignature } from './thought-signature.ts';

export interface PartContext {
  readonly model: Pick<Capabilities, 'partMediaResolution'>;
  /** Filled with the client's path of every address that Google, or a later pass, has to fetch. */
  readonly mediaFields: Map<Part, string>;
}

/** Parts without the empty texts, which Google refuses. Unset content has none. */
export function decodeContent(content: unknown, path: string, context: PartContext): Part[] {
  if (content === undefined || content === null || content === '') return [];
  if (typeof content === 'string') return [{ text: content }];
  if (!Array.isArray(content)) return refuse(path, 'must be a string or an array of content parts');
  const parts: Part[] = [];
  content.forEach((item: unknown, index) => {
    const part = decodeItem(item, `${path}[${index}]`, context);
    if (part !== undefined && part.text !== '') parts.push(part);
  });
  return parts;
}

/** The texts of content that can only be text, such as a system message's. */
export function decodeTexts(content: unknown, path: string, context: PartContext): string[] {
  return decodeContent(content, path, context).map((part) => part.text ?? refuse(path, 'can only hold text'));
}

function decodeItem(item: unknown, path: string, context: PartContext): Part | undefined {
  if (typeof item === 'string') return { text: item };
  const fields = fieldsOf<ContentPart>(item, path);
  const type = text(fields, 'type');
  switch (type) {
    case 'text':
    case 'input_text':
    case 'output_text':
      return { text: text(fields, 'text') ?? '' };
    case 'refusal':
      return { text: text(fields, 'refusal') ?? '' };
    case 'image_url':
    case 'input_image':
      return decodeUrl(fields, 'image_url', context);
    case 'video_url':
      return decodeUrl(fields, 'video_url', context);
    case 'audio_url':
      return decodeUrl(fields, 'audio_url', context);
    case 'input_audio':
      return decodeAudio(fields);
    case 'file':
    case 'input_file':
      return decodeFile(fields, context);
    // Reasoning in histories of other dialects: never sent back as visible text (docs/design/translation.md#messages).
    case 'thinking':
    case 'redacted_thinking':
    case 'reasoning':
      return undefined;
    default:
      return refuse(pathOf(fields, 'type'), type === undefined ? 'is required' : `has the unknown value "${type}"`);
  }
}

type UrlKey = 'image_url' | 'video_url' | 'audio_url';

function decodeUrl(fields: Fields<ContentPart>, key: UrlKey, context: PartContext): Part {
  const { url, field, detail } = readUrl(fields, key);
  const part = noted(mediaFromUrl(url, field), field, context);
  if (context.model.partMediaResolution && typeof detail === 'string' && resolutions.has(detail)) {
    part.mediaResolution = { level: `MEDIA_RESOLUTION_${detail.toUpperCase()}` };
  }
  const clip = object(fields, 'video_metadata');
  if (clip) part.videoMetadata = camelKeys(clip.values) as JsonObject;
  const signature = thoughtSignature(fields);
  if (signature !== undefined) part.thoughtSignature = signature;
  return part;
}

/** `image_url: { url, detail }`, or the bare string that some clients send. */
function readUrl(fields: Fields<ContentPart>, key: UrlKey): { url: string; field: string; detail: unknown } {
  const value = fields.values[key] ?? undefined;
  const field = pathOf(fields, key);
  if (typeof value === 'string') return { url: value, field, detail: fields.values.detail };
  const media = fieldsOf<MediaUrl>(value ?? refuse(field, 'is required'), field);
  return { url: requiredText(media, 'url'), field: pathOf(media, 'url'), detail: media.values.detail };
}

/** OpenAI's `auto`, and what a later API may add, leave the choice to Google. */
const resolutions = new Set(['low', 'medium', 'high', 'ultra_high']);

function decodeAudio(fields: Fields<ContentPart>): Part {
  const audio = object(fields, 'input_audio') ?? refuse(pathOf(fields, 'input_audio'), 'is required');
  const format = text(audio, 'format');
  const mimeType = format ? `audio/${format.toLowerCase()}` : undefined;
  return mediaFromData(requiredText(audio, 'data'), mimeType, pathOf(audio, 'data'));
}

function decodeFile(fields: Fields<ContentPart>, context: PartContext): Part {
  const file = object(fields, 'file') ?? refuse(pathOf(fields, 'file'), 'is required');
  const mimeType = text(file, 'format') ?? mimeTypeOfName(text(file, 'filename') ?? '');
  const data = text(file, 'file_data');
  if (data) return mediaFromData(data, mimeType, pathOf(file, 'file_data'));
  const id = text(file, 'file_id');
  const path = pathOf(file, 'file_id');
  if (id) return noted(mediaFromFileId(id, mimeType, path), path, context);
  return refuse(file.path, 'needs file_data or file_id');
}

function noted(part: Part, path: string, { mediaFields }: PartContext): Part {
  if (part.fileData) mediaFields.set(part, path);
  return part;
}
