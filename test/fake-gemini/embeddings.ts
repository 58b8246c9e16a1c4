/** Embeddings that are the same for the same text and of length 1, as Google's are. */
import { createHash } from 'node:crypto';
import type { Content } from '../../src/core/google/wire.ts';

const DEFAULT_DIMENSIONS = 768;

export interface EmbedRequest {
  content?: Content;
  outputDimensionality?: number;
}

/** The body of `embedContent`. */
export const embedOne = (request: EmbedRequest): object => ({ embedding: { values: vector(request) } });

/** The body of `batchEmbedContents`. */
export const embedMany = (body: { requests?: EmbedRequest[] }): object => ({
  embeddings: (body.requests ?? []).map((request) => ({ values: vector(request) })),
});

function vector({ content, outputDimensionality = DEFAULT_DIMENSIONS }: EmbedRequest): number[] {
  const text = content?.parts.map((part) => part.text ?? '').join('\n') ?? '';
  const digest = createHash('sha256').update(text).digest();
  const raw = Array.from({ length: outputDimensionality }, (_, index) => (digest[index % digest.length] ?? 0) - 127.5);
  const length = Math.hypot(...raw);
  return raw.map((value) => value / length);
}
