/** `GET /v1beta/models` in Gemini's own dialect: what the owner offers, in pages as Google gives them. */
import type { Handler } from '../../context.ts';
import { jsonReply } from '../../exchange.ts';
import type { ModelCatalog } from '../../google/model-catalog.ts';
import { offeredModels } from '../../models/offered-models.ts';

/** Google's own limit; a client that names no size gets all there is. */
const LARGEST_PAGE = 1000;

/** The page token is the number of the page's first model. */
export const listNativeModels =
  (models: ModelCatalog): Handler =>
  async ({ query }, { settings, kinds, ending }) => {
    const offered = offeredModels(await models.list(ending, kinds), settings);
    const parameters = new URLSearchParams(query);
    const size = naturalNumber(parameters.get('pageSize')) || LARGEST_PAGE;
    const from = naturalNumber(parameters.get('pageToken'));
    const next = from + size;
    return jsonReply({
      models: offered.slice(from, next),
      ...(next < offered.length && { nextPageToken: String(next) }),
    });
  };

const naturalNumber = (text: string | null): number => Math.max(0, Math.trunc(Number(text ?? 0)) || 0);
