/** `POST /v1/embeddings`: decode, ask in batches, encode. */
import type { Handler, RequestContext } from '../../../context.ts';
import { jsonReply } from '../../../exchange.ts';
import type { ModelCatalog } from '../../../google/model-catalog.ts';
import { traced } from '../../../log/trace.ts';
import { callOf } from '../../../pipeline/call.ts';
import type { ModelClient } from '../../../pipeline/model-client.ts';
import { readJson } from '../../delivery/read-json.ts';
import { resolveBody } from '../chat/resolve-body.ts';
import { type BatchEmbedResponse, decodeEmbeddings, encodeEmbeddings } from './codec.ts';

export interface EmbeddingsDeps {
  readonly client: Pick<ModelClient, 'whole'>;
  readonly models: Pick<ModelCatalog, 'knows'>;
}

export const embeddings =
  (deps: EmbeddingsDeps): Handler =>
  async (exchange, context) =>
    jsonReply(await embed(deps, await readJson(exchange), context));

/**
 * The answer to a body such as that of `POST /v1/embeddings`.
 * @throws {ProxyError}
 */
export async function embed({ client, models }: EmbeddingsDeps, wanted: unknown, context: RequestContext) {
  const { body, resolved } = resolveBody(wanted, context.settings, models.knows);
  const job = { ...decodeEmbeddings(body), model: resolved.asked };
  const results = await Promise.all(
    job.batches.map((batch) => {
      const call = callOf(context, job.upstreamModel, JSON.stringify(batch), context.ending);
      return traced(context.trace, call, client.whole<BatchEmbedResponse>('batchEmbedContents', call));
    }),
  );
  return encodeEmbeddings(
    results.map(({ value }) => value),
    job,
  );
}
