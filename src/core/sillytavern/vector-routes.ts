/**
 * `/api/vector/*`: what SillyTavern's vector plugins call, as the original answers them (peers.md b.2), with the password of
 * clients. What was inserted is found again as long as this process lives; the original forgot it at once.
 */

import { Hono } from 'hono/tiny';
import type { CreateEmbeddingResponse } from 'openai/resources/embeddings';
import * as v from 'valibot';
import { checkBody } from '../admin/check-body.ts';
import { readJson } from '../http/read-json.ts';
import type { Caller } from '../ports.ts';
import type { AppEnv } from '../services.ts';
import { createVectors } from './vectors.ts';

/** Bytes: some ten thousand passages. */
const BUDGET = 64 * 1024 * 1024;

const shared = { model: v.pipe(v.string(), v.minLength(1)), collectionId: v.optional(v.string(), '') };
const queryBody = v.object({
  ...shared,
  searchText: v.pipe(v.string(), v.minLength(1)),
  topK: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), 10),
  threshold: v.optional(v.number(), 0),
});
const insertBody = v.object({
  ...shared,
  items: v.pipe(
    v.array(
      v.object({
        text: v.pipe(v.string(), v.minLength(1)),
        hash: v.optional(v.union([v.string(), v.number()])),
        index: v.exactOptional(v.number()),
      }),
    ),
    v.minLength(1),
  ),
});

type Answer = (request: Request, caller: Caller) => Response | Promise<Response>;

/** @param answer the app's own `fetch`: the password, limits and models are looked at where embeddings are made. */
export function vectorRoutes(answer: Answer): Hono<AppEnv> {
  const vectors = createVectors(BUDGET);
  const routes = new Hono<AppEnv>();

  routes.post('/query', async (c) => {
    const { model, collectionId, searchText, topK, threshold } = checkBody(queryBody, await readJson(c.req.raw));
    const made = await embed(answer, c.req.raw, c.env.caller, model, [searchText]);
    if (made instanceof Response) return made;
    const [embedding = []] = made;
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
    const { model, collectionId, items } = checkBody(insertBody, await readJson(c.req.raw));
    const texts = items.map(({ text }) => text);
    const made = await embed(answer, c.req.raw, c.env.caller, model, texts);
    if (made instanceof Response) return made;
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

/** @returns a vector for each text, or the refusal as the client is to get it. */
async function embed(answer: Answer, request: Request, caller: Caller, model: string, input: readonly string[]) {
  const url = new URL(request.url);
  url.pathname = '/v1/embeddings';
  const headers = new Headers(request.headers);
  headers.delete('content-length');
  const { signal } = request;
  const body = JSON.stringify({ model, input });
  const response = await answer(new Request(url, { method: 'POST', headers, body, signal }), caller);
  if (!response.ok) return response;
  const { data } = (await response.json()) as CreateEmbeddingResponse;
  return data.map(({ embedding }) => embedding);
}
