/** `GET /v1beta/models` in Gemini's own dialect: what the owner offers, in pages as Google gives them. */

import { offeredModels } from '../../models/offered-models.ts';
import type { Services } from '../../services.ts';

/** Google's own limit; a client that names no size gets all there is. */
const LARGEST_PAGE = 1000;

/** The page token is the number of the page's first model. */
export async function listNativeModels({ models, settings }: Services, request: Request): Promise<Response> {
  const offered = offeredModels(await models.list(request.signal), settings.current());
  const { searchParams } = new URL(request.url);
  const size = naturalNumber(searchParams.get('pageSize')) || LARGEST_PAGE;
  const from = naturalNumber(searchParams.get('pageToken'));
  const next = from + size;
  return Response.json({
    models: offered.slice(from, next),
    ...(next < offered.length && { nextPageToken: String(next) }),
  });
}

const naturalNumber = (text: string | null): number => Math.max(0, Math.trunc(Number(text ?? 0)) || 0);
