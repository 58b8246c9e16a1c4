/** Vertex' list of Google's models, in the shape of AI Studio's. */

import { vertexModels } from '../../models/default-models.ts';
import type { Model } from '../../models/model.ts';

/**
 * For when Vertex gives no list: Express keys may have none, and an account may lack the right to list. Any other name
 * works too; this is only what clients can choose from.
 */
export const builtInModels: readonly Model[] = vertexModels.map((id) => modelOf(id));

interface PublisherModels {
  publisherModels?: Array<{ name?: string; versionId?: string }>;
  nextPageToken?: string;
}

/** `publishers.models.list` as `models.list`: what is not of the Gemini family is no use to its clients. */
export function modelList(answer: unknown): { models: readonly Model[]; nextPageToken?: string } {
  const { publisherModels = [], nextPageToken } = answer as PublisherModels;
  const models = publisherModels
    .map(({ name = '', versionId }) => modelOf(name.slice(name.lastIndexOf('/') + 1), versionId))
    .filter(({ name }) => /^models\/(gemini|imagen|veo|gemma)\b/.test(name));
  return nextPageToken === undefined || nextPageToken === '' ? { models } : { models, nextPageToken };
}

/** `publishers.models.get` as `models.get`. */
export function modelOfAnswer(answer: unknown, id: string): Model {
  return modelOf(id, (answer as { versionId?: string }).versionId);
}

function modelOf(id: string, version?: string): Model {
  const methods = id.startsWith('gemini') ? ['generateContent', 'countTokens'] : ['predict'];
  return {
    name: `models/${id}`,
    displayName: id,
    supportedGenerationMethods: methods,
    ...(version === undefined ? {} : { version }),
  };
}
