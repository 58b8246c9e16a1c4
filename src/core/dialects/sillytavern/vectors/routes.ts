/**
 * `/api/vector/*`, an in-memory vector store for SillyTavern's plugins: the original's routes and answers, with the password
 * of clients. It lives as long as this process; the original kept nothing (docs/design/peers.md#vectors).
 */

import * as v from 'valibot';
import type { Handler, RequestContext } from '../../../context.ts';
import { jsonReply } from '../../../exchange.ts';
import { list, text } from '../../../input/bounded.ts';
import { checkBody } from '../../../input/check-body.ts';
import { LONGEST_MODEL_NAME } from '../../../models/resolve.ts';
import type { Caller } from '../../../ports.ts';
import { readJson } from '../../delivery/read-json.ts';
import { type EmbeddingsDeps, embed } from '../../openai/embeddings/embeddings.ts';
import { createVectors } from './vectors.ts';

/** Bytes: some ten thousand passages. */
const BUDGET = 64 * 1024 * 1024;

/** Bytes of one request. */
const LIMIT = 16 * 1024 * 1024;
/** The plugins send a handful of passages at a time. */
const MOST_ITEMS = 10_000;

const passage = v.pipe(text(1_000_000), v.minLength(1));
const shared = { model: v.pipe(text(LONGEST_MODEL_NAME), v.minLength(1)), collectionId: v.optional(text(1000), '') };
const queryBody = v.object({
  ...shared,
  searchText: passage,
  topK: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), 10),
  threshold: v.optional(v.number(), 0),
});
const insertBody = v.object({
  ...shared,
  items: v.pipe(
    list(
      v.object({
        text: passage,
        hash: v.optional(v.union([text(10_000), v.number()])),
        index: v.exactOptional(v.number()),
      }),
      MOST_ITEMS,
    ),
    v.minLength(1),
  ),
});

/** `POST /api/vector/query` and `/insert`. */
export function vectorHandlers(deps: EmbeddingsDeps): { readonly query: Handler; readonly insert: Handler } {
  const vectors = createVectors(BUDGET);
  return {
    async query(exchange, context) {
      const wanted = checkBody(queryBody, await readJson(exchange, LIMIT));
      const { model, collectionId, searchText, topK, threshold } = wanted;
      const [embedding = []] = await embedAll(deps, context, model, [searchText]);
      const hits = vectors.nearest(nameOf(context.caller, model, collectionId), embedding, topK, threshold);
      return jsonReply({
        hashes: hits.map(({ item }) => item.hash),
        metadata: hits.map(({ item }) => item),
        // What plugins that compare for themselves read.
        items: [{ text: '', score: 0, metadata: { embedding } }],
        similarities: hits.length === 0 ? [0] : hits.map(({ similarity }) => similarity),
      });
    },

    async insert(exchange, context) {
      const { model, collectionId, items } = checkBody(insertBody, await readJson(exchange, LIMIT));
      const texts = items.map(({ text }) => text);
      const made = await embedAll(deps, context, model, texts);
      const found = items.map((item, index) => ({
        item: { ...item, hash: item.hash ?? item.text },
        vector: made[index] ?? [],
      }));
      vectors.insert(nameOf(context.caller, model, collectionId), found);
      return jsonReply({ success: true });
    },
  };
}

/** Nobody finds what another inserted, and vectors of two models have nothing in common. */
const nameOf = ({ id }: Caller, model: string, collection: string): string => JSON.stringify([id, model, collection]);

/** @returns a vector for each text, made as those of `/v1/embeddings`. @throws {ProxyError} */
async function embedAll(deps: EmbeddingsDeps, context: RequestContext, model: string, input: readonly string[]) {
  const { data } = await embed(deps, { model, input }, context);
  return data.map(({ embedding }) => embedding as number[]);
}
