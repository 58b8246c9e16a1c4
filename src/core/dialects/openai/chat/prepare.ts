/** What a decoded request still needs from elsewhere before it can go to Google. */
import type { RequestContext } from '../../../context.ts';
import type { MediaFetch } from '../../../google/media/download.ts';
import { inlineRemoteMedia } from '../../../google/media/inline-media.ts';
import type { SignatureVault } from '../../../google/signatures/signature-vault.ts';
import { restoreSignatures } from '../../../google/signatures/signatures.ts';
import { withoutThinkBlocks } from '../../../google/transforms/think-blocks.ts';
import { shapeRequest } from '../../../google/transforms/transforms.ts';
import type { GenerateContentRequest } from '../../../google/wire.ts';
import type { ResolvedModel } from '../../../models/resolve.ts';
import type { Clock } from '../../../ports.ts';
import type { DecodedChat } from './decode/request.ts';

export interface PrepareDeps {
  readonly fetchMedia: MediaFetch;
  readonly clock: Clock;
  readonly signatures: SignatureVault;
}

/**
 * Shapes the request as its model's name and the owner's settings say, fetches media that Google would not, and puts back
 * the thought signatures that the client dropped.
 */
export async function prepareRequest(
  { fetchMedia, clock, signatures }: PrepareDeps,
  { model, request, mediaFields }: DecodedChat,
  resolved: ResolvedModel,
  { settings, ending }: Pick<RequestContext, 'settings' | 'ending'>,
): Promise<GenerateContentRequest> {
  const { fetchImages, fetchPrivateImages, thoughtsAs } = settings;
  const said = thoughtsAs === 'think-tags' ? withoutThinkBlocks(request) : request;
  const shaped = shapeRequest(said, resolved, settings);
  const withMedia = await inlineRemoteMedia(
    shaped,
    { fetch: fetchMedia, clock },
    {
      model,
      mode: fetchImages,
      allowPrivate: fetchPrivateImages,
      // Made for none but the few that have files to fetch.
      get signal() {
        return ending.signal;
      },
      field: (part) => mediaFields.get(part),
    },
  );
  return restoreSignatures(withMedia, model, signatures);
}
