/** What a decoded request still needs from elsewhere before it can go to Google. */
import { inlineRemoteMedia } from '../gemini/media.ts';
import { shapeRequest } from '../gemini/shape/shape.ts';
import { withoutThinkBlocks } from '../gemini/shape/think-blocks.ts';
import { restoreSignatures } from '../gemini/signatures.ts';
import type { GenerateContentRequest } from '../gemini/wire.ts';
import type { ResolvedModel } from '../guard/resolve-model.ts';
import type { Services } from '../services.ts';
import type { DecodedChat } from './request.ts';

/**
 * Shapes the request as its model's name and the owner's settings say, fetches media that Google would not, and puts back
 * the thought signatures that the client dropped.
 */
export async function prepareRequest(
  { ports, shell, settings, signatures }: Services,
  { model, request, mediaFields }: DecodedChat,
  resolved: ResolvedModel,
  signal: AbortSignal,
): Promise<GenerateContentRequest> {
  const current = settings.current();
  const { fetchImages, fetchPrivateImages, thoughtsAs } = current;
  const said = thoughtsAs === 'think-tags' ? withoutThinkBlocks(request) : request;
  const shaped = shapeRequest(said, resolved, current);
  const withMedia = await inlineRemoteMedia(
    shaped,
    { fetch: shell.fetchMedia, clock: ports.clock },
    { model, mode: fetchImages, allowPrivate: fetchPrivateImages, signal, field: (part) => mediaFields.get(part) },
  );
  return restoreSignatures(withMedia, model, signatures);
}
