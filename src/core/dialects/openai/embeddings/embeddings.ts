/** `POST /v1/embeddings`: decode, ask in batches, encode. */

import type { Services } from '../../../services.ts';
import { jsonResponse } from '../../../utils/web/json-response.ts';
import { readJson } from '../../delivery/read-json.ts';
import { resolveBody } from '../chat/resolve-body.ts';
import { type BatchEmbedResponse, decodeEmbeddings, encodeEmbeddings } from './codec.ts';

/** @throws {ProxyError} */
export async function embeddings(services: Services, request: Request): Promise<Response> {
  const { body, resolved } = resolveBody(services, await readJson(request));
  const job = { ...decodeEmbeddings(body), model: resolved.asked };
  const results = await Promise.all(
    job.batches.map((batch) =>
      services.generator.whole<BatchEmbedResponse>('batchEmbedContents', {
        model: job.upstreamModel,
        body: JSON.stringify(batch),
        signal: request.signal,
      }),
    ),
  );
  return jsonResponse(
    encodeEmbeddings(
      results.map(({ value }) => value),
      job,
    ),
  );
}
