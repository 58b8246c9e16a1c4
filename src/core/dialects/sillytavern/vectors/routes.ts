/**
 * `/api/vector/*`: what SillyTavern's vector plugins call, as the original answers them (peers.md b.2), with the password of
 * clients. What was inserted is found again as long as this process lives; the original forgot it at once.
 */

import type { Context } from 'hono';
import { Hono } from 'hono/tiny';
import type { CreateEmbeddingResponse } from 'openai/resources/embeddings';
import * as v from 'valibot';
import { list, text } from '../../../input/bounded.ts';
import { checkBody } from '../../../input/check-body.ts';
import { LONGEST_MODEL_NAME } from '../../../models/resolve.ts';
import type { Caller } from '../../../ports.ts';
import type { AppEnv, Services } from '../../../services.ts';
import { readJson } from '../../delivery/read-json.ts';
import { embeddings } from '../../openai/embeddings/embeddings.ts';
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

/** @param servicesOf what a request is answered with; embeddings are made as those of `/v1/embeddings`. */
export function vectorRoutes(servicesOf: (c: Context<AppEnv>) => Services): Hono<AppEnv> {
  const vectors = createVectors(BUDGET);
  const routes = new Hono<AppEnv>();

  routes.post('/query', async (c) => {
    const { model, collectionId, searchText, topK, threshold } = checkBody(queryBody, await readJson(c.req.raw, LIMIT));
    const [embedding = []] = await embed(servicesOf(c), c.req.raw, model, [searchText]);
    const hits = vectors.nearest(nameOf(c.env.caller, model, collectionId), embedding, topK, threshold);
    return c.json({
      hashes: hits.map(({ item }) => item.hash),
      metadata: hits.map(({ item }) => item),
      // What plugins that compare for themselves read.
      items: [{ text: '', score: 0, metadata: { embedding } }],
      similarities: hits.length === 0 ? [0] : hits.map(({ similarity }) => similarity),
    });
  });

  routes.post('/insert', async (c) => {
    const { model, collectionId, items } = checkBody(insertBody, await readJson(c.req.raw, LIMIT));
    const texts = items.map(({ text }) => text);
    const made = await embed(servicesOf(c), c.req.raw, model, texts);
    const found = items.map((item, index) => ({
      item: { ...item, hash: item.hash ?? item.text },
      vector: made[index] ?? [],
    }));
    vectors.insert(nameOf(c.env.caller, model, collectionId), found);
    return c.json({ success: true });
  });
  return routes;
}

/** Nobody finds what another inserted, and vectors of two models have nothing in common. */
const nameOf = ({ id }: Caller, model: string, collection: string): string => JSON.stringify([id, model, collection]);

/** @returns a vector for each text. @throws {ProxyError} */
async function embed(services: Services, { url, signal }: Request, model: string, input: readonly string[]) {
  const asked = new Request(url, { method: 'POST', body: JSON.stringify({ model, input }), signal });
  const response = await embeddings(services, asked);
  const { data } = (await response.json()) as CreateEmbeddingResponse;
  return data.map(({ embedding }) => embedding);
}
