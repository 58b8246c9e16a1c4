/** Which side of Google answers: AI Studio's API, or Vertex AI. */

import type { CredentialKind } from '../../../contract/keys.ts';
import type { Settings } from '../../../contract/settings/table.ts';

export type Side = 'aistudio' | 'vertex';

export const kindsOfSide: Readonly<Record<Side, readonly CredentialKind[]>> = {
  aistudio: ['ai-studio'],
  vertex: ['service-account', 'vertex-express'],
};

/**
 * All kinds of credentials in the person's order of preference: `ENABLE_VERTEX` puts Vertex before AI Studio, and
 * `ENABLE_VERTEX_EXPRESS` Express keys before service accounts. What comes later is used when nothing before it can
 * answer.
 */
export function kindsInOrder({
  enableVertex,
  enableVertexExpress,
}: Pick<Settings, 'enableVertex' | 'enableVertexExpress'>): readonly CredentialKind[] {
  const vertex = enableVertexExpress ? kindsOfSide.vertex.toReversed() : kindsOfSide.vertex;
  return enableVertex ? [...vertex, ...kindsOfSide.aistudio] : [...kindsOfSide.aistudio, ...vertex];
}
