import type { Fields } from '../../../fields.ts';
import { object, text } from '../../../fields.ts';
import type { ExtraContent } from '../../wire.ts';

interface Signed {
  extra_content?: ExtraContent | null;
  signature?: string | null;
}

/**
 * The thought signature that a client brings back on a message, call or image. What is not base64 is dropped: Google would
 * answer 400 "Base64 decoding failed" (docs/design/translation.md#thought-signatures).
 */
export function thoughtSignature<Wire extends Signed>(fields: Fields<Wire>): string | undefined {
  const signed: Fields<Signed> = fields;
  const google = object(signed, 'extra_content');
  const inner = google && object(google, 'google');
  const signature = (inner && text(inner, 'thought_signature')) ?? signed.values.signature;
  return typeof signature === 'string' && isBase64(signature) ? signature : undefined;
}

/** Either alphabet, padding optional. */
function isBase64(text: string): boolean {
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const digits = text.length - padding;
  return digits % 4 !== 1 && /^[\w+/-]+$/.test(text.slice(0, digits));
}
