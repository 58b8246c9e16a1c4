/** What a decoded request still needs from elsewhere before it can go to Google. */
import { inlineRemoteMedia } from '../../../google/media/inline-media.ts';
import { restoreSignatures } from '../../../google/signatures/signatures.ts';
import { withoutThinkBlocks } from '../../../google/transforms/think-blocks.ts';
import { shapeRequest } from '../../../google/transforms/transforms.ts';
import type { GenerateContentRequest } from '../../../google/wire.ts';
import type { ResolvedModel } from '../../../models/resolve.ts';
import type { Services } from '../../../services.ts';
import type { DecodedChat } from './decode/request.ts';

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
